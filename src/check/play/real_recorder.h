#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "model/label.h"

namespace selvage::check {

/// The history of real threads, in one order that can be trusted: a call is recorded before it is made and a return
/// after it, so what was apart in time is apart here in the same order, and what overlapped still overlaps.
///
/// Recording orders nothing that ThreadSanitizer would otherwise judge: the counter is relaxed, and only whoever reads
/// the history waits for a label to be written. (On x86-64 every thread sees the counter's one order all the same.)
class real_recorder {
 public:
  explicit real_recorder(std::size_t capacity) : slots_(new slot[capacity]), capacity_(capacity) {}

  /// From any thread. Labels beyond the capacity are dropped, and `full` from then on.
  void push(const model::label& l) noexcept {
    const std::size_t at = next_.fetch_add(1, std::memory_order_relaxed);
    if (at >= capacity_) return;
    slots_[at].what = l;
    slots_[at].written.store(true, std::memory_order_release);
  }

  /// How many labels were recorded, dropped ones included.
  [[nodiscard]] std::size_t size() const noexcept { return next_.load(std::memory_order_relaxed); }
  [[nodiscard]] bool full() const noexcept { return size() > capacity_; }

  /// What has been recorded so far. From any thread.
  [[nodiscard]] std::vector<model::label> labels() const {
    const std::size_t size = std::min(this->size(), capacity_);
    std::vector<model::label> all(size);
    for (std::size_t i = 0; i < size; ++i) {
      while (!slots_[i].written.load(std::memory_order_acquire)) std::this_thread::yield();
      all[i] = slots_[i].what;
    }
    return all;
  }

 private:
  struct slot {
    model::label what;
    std::atomic<bool> written{false};
  };

  std::unique_ptr<slot[]> slots_;
  std::size_t capacity_;
  std::atomic<std::size_t> next_{0};
};

}  // namespace selvage::check
