#pragma once

#include <any>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "selvage/async/error.h"
#include "selvage/async/executor.h"
#include "selvage/async/manual_reset_event.h"

namespace selvage::async {

class async_result_base;

/// Called once when the operation is completed, with the very result that Begin returned.
using async_callback = std::function<void(const std::shared_ptr<async_result_base>&)>;

/// How many callbacks may run inside one another on one thread before the next is posted to the operation's executor:
/// a callback that begins the next operation, which completes synchronously, would otherwise use up the stack.
inline constexpr unsigned max_nested_callbacks = 50;

/// What Begin is given beside the operation's own arguments.
struct begin_arguments {
  async_callback callback{};  ///< may be empty
  std::any state{};           ///< the caller's, returned by async_state
  executor* overflow{};       ///< where callbacks nested too deep run; null: they go on nesting
};

/// What a Begin returns (spec/apm.md): .NET's IAsyncResult. Owned by std::shared_ptr; the completer holds one too.
///
/// Every member function may be called from any thread at any time. Each costs at most one atomic operation; nothing is
/// allocated beyond the object itself until someone asks for the wait handle.
class async_result_base : public std::enable_shared_from_this<async_result_base> {
 public:
  async_result_base(const async_result_base&) = delete;
  async_result_base& operator=(const async_result_base&) = delete;
  virtual ~async_result_base();

  /// What the caller gave to Begin.
  [[nodiscard]] const std::any& async_state() const noexcept { return state_of_caller_; }

  [[nodiscard]] bool is_completed() const noexcept { return (word_.load(std::memory_order_acquire) & completed) != 0; }

  /// Whether the operation completed inside Begin. Once it has answered, it always gives that answer: asked before the
  /// completion it says no, and stays at that.
  [[nodiscard]] bool completed_synchronously() noexcept;

  /// The handle that is signalled when the operation is completed. Made by the first caller; lives as long as this object,
  /// is closed by End, and may be closed by the consumer. Throws std::bad_alloc.
  [[nodiscard]] manual_reset_event& async_wait_handle();

 protected:
  /// `owner` is what End must be called on.
  async_result_base(const void* owner, begin_arguments arguments);

  /// Wins the right to complete: true for one caller.
  [[nodiscard]] bool claim() noexcept { return (word_.fetch_or(claimed, std::memory_order_acq_rel) & claimed) == 0; }

  /// Makes the stored outcome known: completed, then signalled, then the callback, whose exceptions come out.
  void publish(bool synchronously);

  /// Wins the End or throws: argument_error for another owner, invalid_operation_error when End was called before. Then
  /// waits until the operation is completed, and closes the handle.
  void take_end(const void* owner);

 private:
  enum : std::uint32_t { claimed = 1, completed = 2, synchronous = 4, asked = 8, ended = 16, closed = 32, sleeping = 64 };

  void signal(manual_reset_event& handle) noexcept;
  void call_back();
  void wait_until_completed() noexcept;

  std::atomic<std::uint32_t> word_{0};
  std::atomic<manual_reset_event*> handle_{nullptr};
  const void* owner_;
  async_callback callback_;
  std::any state_of_caller_;
  executor* overflow_;
};

/// The result of an operation that yields a T, or nothing.
template <class T = void>
class async_result final : public async_result_base {
 public:
  using value_type = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

  /// For `begin`: use that.
  async_result(const void* owner, begin_arguments arguments) : async_result_base(owner, std::move(arguments)) {}

  /// A result that is not completed. `owner` is the object whose operation it is: End checks it.
  [[nodiscard]] static std::shared_ptr<async_result> begin(const void* owner, begin_arguments arguments = {}) {
    return std::make_shared<async_result>(owner, std::move(arguments));
  }

  /// Completes the operation with a value; false, and no effect, when it was completed before. `synchronously`: by the
  /// Begin itself. What the callback throws comes out, the operation being completed.
  bool try_set_value(value_type value, bool synchronously = false) {
    if (!claim()) return false;
    outcome_.template emplace<1>(std::move(value));
    publish(synchronously);
    return true;
  }

  /// Likewise with the exception that End throws.
  bool try_set_exception(std::exception_ptr exception, bool synchronously = false) {
    if (!claim()) return false;
    outcome_.template emplace<2>(std::move(exception));
    publish(synchronously);
    return true;
  }

  /// Completes the operation; throws invalid_operation_error when it was completed before.
  void set_value(value_type value = {}, bool synchronously = false) {
    if (!try_set_value(std::move(value), synchronously)) twice();
  }
  void set_exception(std::exception_ptr exception, bool synchronously = false) {
    if (!try_set_exception(std::move(exception), synchronously)) twice();
  }

  /// Ends the operation of `owner`: waits until it is completed and returns its value or throws its exception.
  /// Throws argument_error, to no other effect, when `result` is null or of another owner or type, and
  /// invalid_operation_error, without waiting, when the operation was ended before.
  static T end(const void* owner, const std::shared_ptr<async_result_base>& result) {
    auto* const mine = dynamic_cast<async_result*>(result.get());
    if (mine == nullptr) throw argument_error("this is not a result of the operation to end");
    mine->take_end(owner);
    if (auto* const failure = std::get_if<2>(&mine->outcome_)) std::rethrow_exception(std::move(*failure));
    if constexpr (!std::is_void_v<T>) return std::move(std::get<1>(mine->outcome_));
  }

 private:
  [[noreturn]] static void twice() { throw invalid_operation_error("the operation is completed already"); }

  std::variant<std::monostate, value_type, std::exception_ptr> outcome_;
};

}  // namespace selvage::async
