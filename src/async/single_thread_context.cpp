#include "selvage/async/single_thread_context.h"

#include <future>
#include <utility>

#include "selvage/async/error.h"

namespace selvage::async {

void single_thread_context::post(std::function<void()> work) {
  if (!work) throw argument_error("there is nothing to post");
  const std::scoped_lock lock(mutex_);
  queue_.push_back(std::move(work));
  changed_.notify_one();
}

void single_thread_context::send(const std::function<void()>& work) {
  if (!work) throw argument_error("there is nothing to send");
  {
    std::unique_lock lock(mutex_);
    if (runs_ == std::this_thread::get_id()) {
      lock.unlock();
      return work();
    }
  }
  std::packaged_task<void()> task(work);
  auto ran = task.get_future();
  post([&task] { task(); });
  ran.get();
}

void single_thread_context::operation_started() {
  const std::scoped_lock lock(mutex_);
  ++operations_;
}

void single_thread_context::operation_completed() noexcept {
  const std::scoped_lock lock(mutex_);
  --operations_;
  changed_.notify_one();
}

template <class Done>
void single_thread_context::run_until(Done done) {
  auto self = weak_from_this().lock();
  if (self == nullptr) self = {std::shared_ptr<void>(), this};
  const current_context_scope here(std::move(self));
  std::unique_lock lock(mutex_);
  const struct mark {
    std::thread::id& runs;
    std::thread::id before = std::exchange(runs, std::this_thread::get_id());
    ~mark() { runs = before; }
  } marked{runs_};
  while (!done()) {
    if (queue_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const struct outside {
      std::unique_lock<std::mutex>& lock;
      ~outside() { lock.lock(); }
    } unlocked{lock};
    const auto work = std::move(queue_.front());  // destroyed without the lock: what it holds may post
    queue_.pop_front();
    lock.unlock();
    work();
  }
}

void single_thread_context::run() {
  run_until([this] { return std::exchange(stopped_, false); });
}

void single_thread_context::run_until_idle() {
  run_until([this] { return operations_ == 0 && queue_.empty(); });
}

std::size_t single_thread_context::run_pending() {
  std::size_t left = 0;
  {
    const std::scoped_lock lock(mutex_);
    left = queue_.size();
  }
  const std::size_t count = left;
  run_until([&] { return left-- == 0 || queue_.empty(); });
  return count;
}

void single_thread_context::stop() {
  const std::scoped_lock lock(mutex_);
  stopped_ = true;
  changed_.notify_one();
}

}  // namespace selvage::async
