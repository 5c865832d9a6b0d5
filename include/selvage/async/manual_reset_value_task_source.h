#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <optional>
#include <utility>

#include "selvage/async/value_task.h"

namespace selvage::async {

/// A source whose owner completes it, and uses it again after `reset`: no allocation for each operation. One task of
/// one use has a continuation.
///
/// Completion and the tasks' functions may run on different threads; `task`, `reset` and `set_*` are the owner's.
template <class T>
class manual_reset_value_task_source final : private value_task_source<T> {
 public:
  /// A task of the present use; stale after the next reset.
  value_task<T> task() noexcept { return value_task<T>(*this, version_.load(std::memory_order_relaxed)); }

  /// Completes the operation. Throws invalid_operation_error when it is completed.
  template <class U>
  void set_result(U&& value) {
    claim();
    value_.emplace(std::forward<U>(value));
    publish();
  }
  void set_exception(std::exception_ptr error) {
    claim();
    error_ = std::move(error);
    publish();
  }

  /// Begins the next use. No call of the one before may be under way.
  void reset() noexcept {
    version_.fetch_add(1, std::memory_order_relaxed);
    value_.reset();
    error_ = nullptr;
    claimed_.store(false, std::memory_order_relaxed);
    waiting_.store(nullptr, std::memory_order_relaxed);
  }

 private:
  static continuation* completed_mark() noexcept {
    static continuation mark;
    return &mark;
  }

  void check(std::uint32_t token) const {
    if (token != version_.load(std::memory_order_relaxed)) throw invalid_operation_error("the task is stale");
  }
  void claim() {
    if (claimed_.exchange(true, std::memory_order_relaxed))
      throw invalid_operation_error("the operation is completed already");
  }
  void publish() noexcept {
    continuation* const c = waiting_.exchange(completed_mark(), std::memory_order_acq_rel);
    if (c != nullptr) c->run(*c);
  }

  [[nodiscard]] bool is_completed(std::uint32_t token) const override {
    check(token);
    return waiting_.load(std::memory_order_acquire) == completed_mark();
  }
  void on_completed(std::uint32_t token, continuation& c) override {
    check(token);
    continuation* none = nullptr;
    if (waiting_.compare_exchange_strong(none, &c, std::memory_order_acq_rel)) return;
    if (none != completed_mark()) detail::throw_awaited();
    c.run(c);
  }
  T get_result(std::uint32_t token) override {
    if (!is_completed(token)) detail::throw_incomplete();
    if (error_) std::rethrow_exception(error_);
    return std::move(*value_);
  }

  std::atomic<std::uint32_t> version_{0};
  std::atomic<bool> claimed_{false};
  std::atomic<continuation*> waiting_{nullptr};
  std::optional<T> value_;
  std::exception_ptr error_;
};

}  // namespace selvage::async
