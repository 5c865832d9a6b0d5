#pragma once

#include <thread>
#include <utility>
#include <vector>

namespace selvage::stress {

/// Real threads that are joined together.
class crowd {
 public:
  template <class F>
  void add(F f) {
    threads_.emplace_back(std::move(f));
  }

  void join() {
    for (auto& t : threads_) t.join();
    threads_.clear();
  }

  crowd() = default;
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;
  ~crowd() { join(); }

 private:
  std::vector<std::thread> threads_;
};

}  // namespace selvage::stress
