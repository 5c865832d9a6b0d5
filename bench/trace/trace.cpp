// Events a second of a recording that is read, parsed and held against the model.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "src/check/trace/check.h"
#include "src/program/random.h"

namespace selvage::check {
namespace {

std::string event(std::uint64_t sequence, const std::string& rest) {
  return "{\"seq\": " + std::to_string(sequence) + ", \"event\": " + rest + "}\n";
}

/// Calls of four threads on three objects, each a draw of one of four short exchanges.
std::string recording(std::size_t events) {
  std::string text = R"({"selvage_trace": 1, "threads": 4, "objects": ["e0 manual-reset-event", )"
                     R"("a0 auto-reset-event", "h0 safe-handle"]})"
                     "\n";
  random_source random(1);
  std::uint64_t n = 0;
  const auto call = [&](std::uint64_t t, const char* op, const char* object, const char* more = "") {
    text += event(++n, "\"call\", \"thread\": " + std::to_string(t) + ", \"op\": \"" + op + "\", \"objects\": [\"" +
                           object + "\"]" + more);
  };
  const auto ret = [&](std::uint64_t t, const char* result) {
    text += event(++n, "\"return\", \"thread\": " + std::to_string(t) + ", \"result\": " + result);
  };
  while (n < events) {
    const auto a = random.below(4);
    const auto b = (a + 1 + random.below(3)) % 4;
    switch (random.below(4)) {
      case 0:
        call(a, "set", "e0");
        call(b, "wait", "e0");
        ret(b, "\"ok\"");
        ret(a, "\"ok\"");
        call(a, "reset", "e0");
        ret(a, "\"ok\"");
        break;
      case 1:
        call(a, "wait", "a0", ", \"timeout_ms\": 100");
        call(b, "set", "a0");
        ret(b, "\"ok\"");
        ret(a, "\"ok\"");
        break;
      case 2:
        call(a, "add_ref", "h0");
        call(b, "is_closed", "h0");
        ret(a, "\"ok\"");
        ret(b, "false");
        call(a, "release", "h0");
        ret(a, "\"ok\"");
        break;
      default:
        call(a, "wait", "e0", ", \"timeout_ms\": 0");
        ret(a, "\"timed_out\"");
    }
  }
  return text;
}

void check_a_recording(benchmark::State& bench) {
  const auto text = recording(200'000);
  std::FILE* const file = std::tmpfile();
  std::fwrite(text.data(), 1, text.size(), file);
  std::fflush(file);
  std::uint64_t events = 0;
  for (auto _ : bench) {
    lseek(fileno(file), 0, SEEK_SET);
    const auto r = check_trace(fileno(file), nullptr);
    if (!r.violations.empty() || !r.error.empty()) bench.SkipWithError("refused");
    events += r.events;
  }
  std::fclose(file);
  bench.counters["events"] = benchmark::Counter(static_cast<double>(events), benchmark::Counter::kIsRate);
}
BENCHMARK(check_a_recording)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace selvage::check

BENCHMARK_MAIN();
