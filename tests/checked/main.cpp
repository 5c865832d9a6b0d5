#include <dlfcn.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>

#include "src/engine/engine.h"
#include "src/strategy/strategies.h"
#include "tests/checked/entry.h"

namespace {

struct entries {
  checked_count_fn count{};
  checked_name_fn name{};
  checked_run_fn run{};
};

template <class F>
bool find(void* library, const char* symbol, F& function) {
  void* const address = dlsym(library, symbol);
  std::memcpy(&function, &address, sizeof function);
  return address != nullptr;
}

/// One test under one schedule.
struct attempt {
  checked_run_fn run{};
  std::size_t test{};
  bool passed{};
  std::array<char, 2048> why{};
};

void body(void* argument) {
  auto& a = *static_cast<attempt*>(argument);
  a.passed = a.run(a.test, a.why.data(), a.why.size());
}

/// True when the test passes under every schedule.
bool check(const entries& tests, std::size_t test, std::uint64_t executions) {
  std::array<char, 256> name{};
  tests.name(test, name.data(), name.size());
  const auto* const kind = selvage::strategy::named("portfolio");
  const auto strategy = kind->make({.seed = 1});
  selvage::engine::settings options;
  options.max_steps = 1'000'000;
  selvage::engine::execution result;
  attempt a{.run = tests.run, .test = test};
  for (std::uint64_t i = 0; i < executions; ++i) {
    a.passed = false;
    a.why = {};
    if (!selvage::engine::run(*strategy, i, body, &a, options, result)) break;
    if (a.passed && result.end == selvage::engine::ending::finished) continue;
    std::printf("%s: execution %llu: %s %s %s\n", name.data(), static_cast<unsigned long long>(i + 1),
                selvage::engine::name(result.end), result.message.c_str(), a.why.data());
    for (const auto& t : result.stuck) std::printf("  %s waits: %s\n", t.name.c_str(), t.waits.c_str());
    return false;
  }
  return true;
}

}  // namespace

/// checked_run PLUGIN EXECUTIONS: every test in the plug-in, each under that many schedules.
/// Exit status: 0 all passed, 1 one failed, 2 usage, or there is no test.
int main(int argc, char** argv) {
  std::uint64_t executions = 0;
  if (argc == 3) std::from_chars(argv[2], argv[2] + std::strlen(argv[2]), executions);
  if (executions == 0) {
    std::fputs("usage: checked_run PLUGIN EXECUTIONS\n", stderr);
    return 2;
  }
  void* const library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  entries tests;
  if (library == nullptr || !find(library, "selvage_checked_count", tests.count) ||
      !find(library, "selvage_checked_name", tests.name) || !find(library, "selvage_checked_run", tests.run)) {
    std::fprintf(stderr, "cannot load the tests: %s\n", dlerror());
    return 2;
  }
  const std::size_t count = tests.count();
  std::size_t failed = 0;
  for (std::size_t i = 0; i < count; ++i) failed += check(tests, i, executions) ? 0 : 1;
  std::printf("%zu tests, %zu failed, each under %llu schedules\n", count, failed,
              static_cast<unsigned long long>(executions));
  if (count == 0) return 2;
  return failed == 0 ? 0 : 1;
}
