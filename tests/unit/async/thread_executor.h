#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "selvage/async/executor.h"

namespace selvage::async::test {

/// A few threads and a queue. What is posted runs before the destructor returns.
class thread_executor final : public executor {
 public:
  explicit thread_executor(unsigned threads) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }

  ~thread_executor() override {
    {
      const std::scoped_lock lock(mutex_);
      over_ = true;
    }
    more_.notify_all();
  }

  void post(std::function<void()> f) override {
    {
      const std::scoped_lock lock(mutex_);
      queue_.push_back(std::move(f));
    }
    more_.notify_one();
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      more_.wait(lock, [this] { return over_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const auto f = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      f();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> queue_;
  bool over_{};
  std::vector<std::jthread> threads_;
};

/// Keeps what is posted until it is asked to run it.
class collecting_executor final : public executor {
 public:
  void post(std::function<void()> f) override { queue_.push_back(std::move(f)); }
  [[nodiscard]] std::size_t size() const noexcept { return queue_.size(); }
  bool run_one() {
    if (queue_.empty()) return false;
    const auto f = std::move(queue_.front());
    queue_.pop_front();
    f();
    return true;
  }

 private:
  std::deque<std::function<void()>> queue_;
};

}  // namespace selvage::async::test
