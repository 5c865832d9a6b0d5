#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "selvage/async/synchronization_context.h"
#include "selvage/async/thread_pool.h"
#include "selvage/subject.h"

namespace selvage::subjects {

/// What the objects of one execution post to: a pool of two threads, and a message loop as soon as one is asked for.
class post_targets {
 public:
  post_targets();
  ~post_targets();
  post_targets(const post_targets&) = delete;
  post_targets& operator=(const post_targets&) = delete;

  [[nodiscard]] async::thread_pool& pool() noexcept { return pool_; }
  [[nodiscard]] async::synchronization_context& of_kind(int context);

 private:
  class message_loop;

  async::thread_pool pool_{2};
  async::pool_context on_pool_{pool_};
  std::unique_ptr<async::synchronization_context> inline_;
  std::unique_ptr<async::synchronization_context> throwing_;
  std::unique_ptr<message_loop> loop_;
};

/// A context as a client would write one: posts to another, counts the operations, and shows each completion.
class counting_context final : public async::synchronization_context {
 public:
  counting_context(async::synchronization_context& to, selvage_released_fn released, void* hook) noexcept
      : to_(to), released_(released), hook_(hook) {}

  void post(std::function<void()> work) override { to_.post(std::move(work)); }
  void operation_started() override;
  void operation_completed() noexcept override;

  /// Operations that have started and not completed.
  [[nodiscard]] int outstanding() const noexcept { return outstanding_; }

 private:
  async::synchronization_context& to_;
  selvage_released_fn released_;
  void* hook_;
  std::atomic<int> outstanding_{0};
};

}  // namespace selvage::subjects
