#pragma once

#include <functional>
#include <memory>

#include "selvage/async/thread_pool.h"

namespace selvage::async {

/// Where what is posted runs: a pool, a message loop, a thread with a window. Derive from it for one of your own.
///
/// Each thread has a current context, or none. Member functions may be called from any thread.
class synchronization_context : public std::enable_shared_from_this<synchronization_context> {
 public:
  synchronization_context() = default;
  synchronization_context(const synchronization_context&) = delete;
  synchronization_context& operator=(const synchronization_context&) = delete;
  virtual ~synchronization_context() = default;

  /// Runs `work` soon. Whether it may run inside the call, and in which order, is the context's to say.
  virtual void post(std::function<void()> work) = 0;
  /// Runs `work` and returns when it has run, with what it throws; unless a context says otherwise, inside the call.
  /// Throws argument_error when `work` is empty.
  virtual void send(const std::function<void()>& work);
  /// An operation has started that will post here; called once for each, before its first post.
  virtual void operation_started() {}
  /// It has completed; called once for each, after its last post.
  virtual void operation_completed() noexcept {}

  /// The calling thread's; null when it has none.
  [[nodiscard]] static std::shared_ptr<synchronization_context> current() noexcept;
  /// Makes `context`, which may be null, the calling thread's.
  static void set_current(std::shared_ptr<synchronization_context> context) noexcept;
};

/// A context is the calling thread's current one for as long as this lives.
class current_context_scope {
 public:
  explicit current_context_scope(std::shared_ptr<synchronization_context> context) noexcept
      : before_(synchronization_context::current()) {
    synchronization_context::set_current(std::move(context));
  }
  ~current_context_scope() { synchronization_context::set_current(std::move(before_)); }
  current_context_scope(const current_context_scope&) = delete;
  current_context_scope& operator=(const current_context_scope&) = delete;

 private:
  std::shared_ptr<synchronization_context> before_;
};

/// Posts to a pool: what is posted runs in no order, and several at once. What is posted must not throw.
class pool_context final : public synchronization_context {
 public:
  /// Posts to the pool of the process.
  pool_context();
  /// The pool must outlive the context.
  explicit pool_context(thread_pool& to) noexcept : to_(to) {}

  /// Throws argument_error when `work` is empty.
  void post(std::function<void()> work) override;

 private:
  thread_pool& to_;
};

}  // namespace selvage::async
