// A client of the prime calculator: four calculations at once, whose events come to this thread's message loop. The
// number that takes longest is cancelled at its first progress.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <map>
#include <memory>
#include <string>

#include "prime_calculator.h"
#include "selvage/async/single_thread_context.h"

namespace {

using namespace selvage::async;

std::string text(const completed_event_args<prime_answer>& ended) {
  if (ended.cancelled()) return "cancelled";
  try {
    const prime_answer& answer = ended.result();
    return answer.is_prime() ? "prime" : "divisible by " + std::to_string(answer.first_divisor);
  } catch (const std::exception& e) {
    return e.what();
  }
}

}  // namespace

int main() {
  const auto loop = std::make_shared<single_thread_context>();
  const current_context_scope here(loop);
  thread_pool pool(2);
  std::map<std::string, std::string> results;
  prime_calculator* calculator = nullptr;
  prime_calculator made(pool, {.progress_changed =
                                   [&](const auto& name, int, auto) {
                                     if (name == "18446744073709551557") calculator->cancel_async(name);
                                   },
                               .completed = [&](const auto& name, const auto& ended) { results[name] = text(ended); }});
  calculator = &made;
  for (const std::uint64_t n : {1'000'000'000'039ULL, 999'985'999'949ULL, 18'446'744'073'709'551'557ULL, 1ULL})
    made.calculate_prime_async(n, std::to_string(n));
  loop->run_until_idle();
  for (const auto& [name, result] : results) std::printf("%s: %s\n", name.c_str(), result.c_str());
  return 0;
}
