#include "tests/programs/explore.h"

#include <dlfcn.h>

#include <algorithm>
#include <stdexcept>

#include "src/engine/loading.h"
#include "src/strategy/strategies.h"

namespace selvage::programs {
namespace {

void* plugin() {
  static void* handle = [] {
    void* const h = [] {
      const engine::loading here;
      return dlopen(SELVAGE_PROGRAMS, RTLD_NOW | RTLD_LOCAL);
    }();
    if (h == nullptr) throw std::runtime_error(dlerror());
    engine::images_loaded();
    return h;
  }();
  return handle;
}

long result;

}  // namespace

engine::thread_function find(const std::string& name) {
  void* symbol = dlsym(plugin(), name.c_str());
  if (symbol == nullptr) throw std::runtime_error("no program is called " + name);
  return reinterpret_cast<engine::thread_function>(symbol);
}

std::unique_ptr<engine::strategy> make(const request& r) {
  const strategy::entry* e = strategy::named(r.strategy);
  if (e == nullptr) throw std::runtime_error("no strategy is called " + r.strategy);
  return e->make({.seed = r.seed, .preemption_bound = r.bound});
}

single run_one(const std::string& name, engine::strategy& s, std::uint64_t index, const engine::settings& settings) {
  const engine::thread_function f = find(name);
  single one;
  result = 0;
  if (!engine::run(s, index, f, &result, settings, one.execution)) throw std::runtime_error("nothing left to run");
  one.result = result;
  one.schedule.assign(one.execution.schedule.begin(), one.execution.schedule.end());
  return one;
}

exploration explore(const std::string& name, const request& r) {
  const auto s = make(r);
  return explore(name, r, *s);
}

exploration explore(const std::string& name, const request& r, engine::strategy& s) {
  const engine::thread_function f = find(name);
  exploration seen;
  engine::execution x;
  if (s.wants_profile()) engine::run(s, engine::profile_index, f, &result, r.settings, x);
  for (std::uint64_t i = 0; i < r.executions; ++i) {
    result = 0;
    if (!engine::run(s, i, f, &result, r.settings, x)) break;
    ++seen.executions;
    seen.steps += x.steps;
    ++seen.endings[static_cast<std::size_t>(x.end)];
    if (x.end == engine::ending::finished) {
      ++seen.results[result];
      seen.leaked = std::max(seen.leaked, x.leaked_bytes);
      continue;
    }
    if (!seen.first) seen.first = failure{x.end, x.message, x.stuck, i, {x.schedule.begin(), x.schedule.end()}};
    if (r.stop_at_first) break;
  }
  seen.achieved = s.achieved();
  return seen;
}

}  // namespace selvage::programs
