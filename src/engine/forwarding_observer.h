#pragma once

#include "src/engine/observer.h"

namespace selvage::engine {

/// Tells another observer of everything, which sees what it would see without. For those that stand in front of one.
class forwarding_observer : public observer {
 public:
  /// `next` may be null.
  explicit forwarding_observer(observer* next = nullptr) noexcept : next_(next) {}

  [[nodiscard]] std::uint32_t events() const noexcept override { return next_ == nullptr ? 0 : next_->events(); }
  [[nodiscard]] bool wants_plain() const noexcept override { return next_ != nullptr && next_->wants_plain(); }
  void begins() noexcept override {
    next_wants_plain_ = forwarding_observer::wants_plain();
    if (next_ != nullptr) next_->begins();
  }
  void ends(execution& result) noexcept override {
    if (next_ != nullptr) next_->ends(result);
  }
  void stops(ending how) noexcept override {
    if (next_ != nullptr) next_->stops(how);
  }
  void spawned(thread_id child, thread_id parent) noexcept override {
    if (next_ != nullptr) next_->spawned(child, parent);
  }
  void finished(thread_id t) noexcept override {
    if (next_ != nullptr) next_->finished(t);
  }
  void joined(thread_id t, thread_id finished) noexcept override {
    if (next_ != nullptr) next_->joined(t, finished);
  }
  void attempts(op_kind k, kernel_object& o) noexcept override {
    if (next_ != nullptr) next_->attempts(k, o);
  }
  void sleeps(op_kind k, kernel_object* o) noexcept override {
    if (next_ != nullptr) next_->sleeps(k, o);
  }
  void notifies(kernel_object& o, std::uint32_t waiters) noexcept override {
    if (next_ != nullptr) next_->notifies(o, waiters);
  }
  void wakes(thread_id t) noexcept override {
    if (next_ != nullptr) next_->wakes(t);
  }
  void fires(thread_id t, op_kind k) noexcept override {
    if (next_ != nullptr) next_->fires(t, k);
  }
  void yields() noexcept override {
    if (next_ != nullptr) next_->yields();
  }
  void acquired(kernel_object& o, hold how) noexcept override {
    if (next_ != nullptr) next_->acquired(o, how);
  }
  void released(kernel_object& o, hold how) noexcept override {
    if (next_ != nullptr) next_->released(o, how);
  }
  void atomic(op_kind k, const void* a, std::size_t size, int order) noexcept override {
    if (next_ != nullptr) next_->atomic(k, a, size, order);
  }
  void read_old(const old_read& r) noexcept override {
    if (next_ != nullptr) next_->read_old(r);
  }
  void fence(int order) noexcept override {
    if (next_ != nullptr) next_->fence(order);
  }
  void plain(op_kind k, const void* a, std::size_t size) noexcept override {
    if (next_wants_plain_) next_->plain(k, a, size);
  }
  void allocated(void* p, std::size_t size) noexcept override {
    if (next_ != nullptr) next_->allocated(p, size);
  }
  void freed(void* p, std::size_t size, allocator came_from, allocator how) noexcept override {
    if (next_ != nullptr) next_->freed(p, size, came_from, how);
  }
  void wrongly_freed(void* p, bool before) noexcept override {
    if (next_ != nullptr) next_->wrongly_freed(p, before);
  }

 protected:
  observer* next_;

 private:
  bool next_wants_plain_{};
};

}  // namespace selvage::engine
