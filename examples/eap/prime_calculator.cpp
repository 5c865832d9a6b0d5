#include "prime_calculator.h"

#include <cmath>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

using namespace selvage::async;

namespace {

bool is_composite(std::uint64_t n, const std::vector<std::uint64_t>& smaller_primes) {
  for (const std::uint64_t p : smaller_primes) {
    if (p * p > n) return false;
    if (n % p == 0) return true;
  }
  return false;
}

}  // namespace

prime_calculator::prime_calculator(thread_pool& pool, events raised) : pool_(pool), raise_(std::move(raised)) {}

void prime_calculator::calculate_prime_async(std::uint64_t number, const task& name) {
  const auto operation = operations_.start(name);
  pool_.queue([this, number, name, operation] {
    std::optional<prime_answer> answer;
    std::exception_ptr error;
    try {
      answer = calculate(number, name, *operation);
    } catch (...) {
      error = std::current_exception();
    }
    const bool cancelled = error == nullptr && answer->first_divisor == 0;
    const completed_event_args<prime_answer> ended(error, cancelled, nullptr, answer);
    operations_.take(name);  // before the completion is raised: its handler may use the name again
    operation->post_operation_completed([this, name, ended] { raise_.completed(name, ended); });
  });
}

void prime_calculator::cancel_async(const task& name) { operations_.cancel(name); }

/// Divides by every prime up to the root; a first divisor of 0 when it was cancelled.
prime_answer prime_calculator::calculate(std::uint64_t number, const task& name, async_operation& operation) {
  if (number < 2) throw std::invalid_argument("neither prime nor composite");
  std::vector<std::uint64_t> primes;
  int told = -1;
  const auto root = static_cast<std::uint64_t>(std::sqrt(static_cast<long double>(number)));
  for (std::uint64_t n = 2; n <= root; ++n) {
    if (const int done = static_cast<int>(100.0L * n / root); done != told) {
      told = done;
      const std::uint64_t latest = primes.empty() ? 2 : primes.back();
      operation.post([this, name, done, latest] { raise_.progress_changed(name, done, latest); });
    }
    if (n % 1024 == 2 && operations_.is_cancelled(name)) return {number, 0};
    if (is_composite(n, primes)) continue;
    if (number % n == 0) return {number, n};
    primes.push_back(n);
  }
  return {number, number};
}
