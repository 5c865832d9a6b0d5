#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <optional>

#include "selvage/async/value_task.h"

namespace selvage::async {

/// An object that is disposed of once, at once or asynchronously, when the operations in flight on it have ended
/// (spec/disposal.md).
///
/// A derived class says in `on_dispose` and `on_dispose_async` what is given back; exactly one of them runs, once, on
/// the thread that disposes or that ends the last operation in flight. What it throws surfaces in the disposal that
/// began it, and in those that join it. The derived class must have been disposed of, or never be, before it is
/// destroyed: destruction disposes of nothing.
///
/// Every member function may be called from any thread at any time, the disposals also from within an operation in
/// flight; but waiting there for the disposal would be waiting for oneself. No function allocates.
class async_disposable : private value_task_source<void> {
 public:
  /// What a repeated dispose_async gives: a task that has succeeded, or one that ends with the first disposal.
  enum class repeated : bool { succeeds, joins };

  explicit async_disposable(repeated mode = repeated::succeeds) noexcept : joins_(mode == repeated::joins) {}
  async_disposable(const async_disposable&) = delete;
  async_disposable& operator=(const async_disposable&) = delete;

  /// Disposes and waits until that is done: the operations in flight have ended and what the object owns is given
  /// back. Returns at once when a disposal has begun before.
  void dispose();

  /// The same without blocking: the task ends when the disposal is done. Never throws; a failure is in the task.
  value_task<void> dispose_async() noexcept;

  /// A disposal has begun.
  [[nodiscard]] bool is_disposed() const noexcept;

  /// An operation begins: the disposal waits until its end. Throws object_disposed_error when one has begun.
  void begin_operation();
  /// Likewise; returns false instead.
  [[nodiscard]] bool try_begin_operation() noexcept;
  /// An operation that has begun ends; the last one disposes, when a disposal waits for it. Must not be called more
  /// often than begin_operation; the object may be gone when it returns.
  void end_operation() noexcept;

  /// An operation in flight for as long as this lives.
  class operation_scope {
   public:
    explicit operation_scope(async_disposable& of) : of_(of) { of_.begin_operation(); }
    ~operation_scope() { of_.end_operation(); }
    operation_scope(const operation_scope&) = delete;
    operation_scope& operator=(const operation_scope&) = delete;

   private:
    async_disposable& of_;
  };

 protected:
  ~async_disposable() = default;

  /// Gives back what the object owns.
  virtual void on_dispose() = 0;
  /// Likewise, asynchronously; does what `on_dispose` does when not overridden.
  virtual value_task<void> on_dispose_async();

 private:
  enum class kind : bool { at_once, asynchronous };

  /// True when the caller is the first to dispose.
  bool begin_disposal(kind k) noexcept;
  void drained(kind k) noexcept;

  [[nodiscard]] bool is_completed(std::uint32_t) const override { return waiters_.completed(); }
  void on_completed(std::uint32_t, continuation& c) override;
  void get_result(std::uint32_t) override;

  struct core_continuation : continuation {
    async_disposable* owner{};
  };

  const bool joins_;
  std::atomic<std::uint32_t> word_{4};  ///< operations in flight and one more until disposal << 2 | kind << 1 | disposed
  detail::waiters waiters_;
  std::optional<value_task<void>> core_;  ///< the asynchronous disposal under way
  core_continuation core_over_;
  std::exception_ptr error_;  ///< of the disposal; published by `waiters_`
};

}  // namespace selvage::async
