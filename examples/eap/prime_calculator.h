#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "selvage/async/event_args.h"
#include "selvage/async/operation_table.h"
#include "selvage/async/thread_pool.h"

/// What a calculation found out.
struct prime_answer {
  std::uint64_t number{};
  std::uint64_t first_divisor{};  ///< the number itself when it is prime
  [[nodiscard]] bool is_prime() const noexcept { return first_divisor == number; }
};

/// Tests numbers for being prime, several at once: a component with events. Each calculation is known by the task that
/// its client named, and raises its events on the context that was current where it was started: progress whenever
/// another hundredth is done, then one completion.
///
/// Member functions may be called from any thread. Must outlive its calculations.
class prime_calculator {
 public:
  using task = std::string;
  struct events {
    std::function<void(const task&, int percentage, std::uint64_t latest_prime)> progress_changed;
    std::function<void(const task&, const selvage::async::completed_event_args<prime_answer>&)> completed;
  };

  /// Calculates on `pool`, which must outlive the calculator.
  prime_calculator(selvage::async::thread_pool& pool, events raised);

  /// Throws argument_error when a calculation with that name is under way. A number below 2 is the calculation's error.
  void calculate_prime_async(std::uint64_t number, const task& name);

  /// Asks the calculation to stop; one that is unknown or over is none of its business.
  void cancel_async(const task& name);

 private:
  prime_answer calculate(std::uint64_t number, const task& name, selvage::async::async_operation& operation);

  selvage::async::thread_pool& pool_;
  const events raise_;
  selvage::async::operation_table<task> operations_;
};
