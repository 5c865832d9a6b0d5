#include "src/engine/object_table.h"

namespace selvage::engine {

const char* name(kernel_kind k) noexcept {
  switch (k) {
    case kernel_kind::mutex: return "mutex";
    case kernel_kind::condition: return "condition variable";
    case kernel_kind::rwlock: return "rwlock";
    case kernel_kind::spinlock: return "spinlock";
    case kernel_kind::semaphore: return "semaphore";
    case kernel_kind::barrier: return "barrier";
    case kernel_kind::once: return "once";
    case kernel_kind::futex: return "futex";
    case kernel_kind::eventfd: return "eventfd";
    case kernel_kind::pipe: return "pipe";
    case kernel_kind::timer: return "timerfd";
    case kernel_kind::socket_pair: return "socket pair";
    case kernel_kind::epoll: return "epoll";
    case kernel_kind::annotation: return "annotation";
  }
  return "object";
}

object_table::object_table() : slots_(1024), mask_(1023), shift_(64 - 10) {}

kernel_object& object_table::remake(kernel_object& o, kernel_kind kind) noexcept {
  const void* address = o.address;
  o = kernel_object{};
  o.address = address;
  o.kind = kind;
  o.number = ++numbers_[static_cast<std::size_t>(kind)];
  return o;
}

void object_table::renew(kernel_object& o) noexcept {
  const std::uint32_t number = o.number;
  const kernel_kind kind = o.kind;
  const void* address = o.address;
  o = kernel_object{};
  o.address = address;
  o.kind = kind;
  o.number = number;
}

kernel_object& object_table::insert(std::size_t i, const void* address, kernel_kind kind) noexcept {
  if (used_ * 2 > mask_) {
    grow();
    return find(address, kind);
  }
  if (used_ == objects_.size()) objects_.push_back(std::make_unique<kernel_object>());
  kernel_object& o = *objects_[used_++];
  o.address = address;
  slots_[i] = {address, generation_, &o};
  return remake(o, kind);
}

void object_table::forget(const void* begin, std::size_t size) noexcept {
  const auto* first = static_cast<const char*>(begin);
  for (std::size_t i = 0; i < used_; ++i) {
    kernel_object& o = *objects_[i];
    const auto* at = static_cast<const char*>(o.address);
    if (at >= first && at < first + size && o.waiting.empty() && o.writers.empty()) remake(o, o.kind);
  }
}

void object_table::grow() {
  std::vector<slot> old = std::move(slots_);
  slots_.assign(old.size() * 2, slot{});
  mask_ = slots_.size() - 1;
  --shift_;
  for (const slot& s : old) {
    if (s.generation != generation_) continue;
    std::size_t i = slot_of(s.address);
    while (slots_[i].generation == generation_) i = (i + 1) & mask_;
    slots_[i] = s;
  }
}

}  // namespace selvage::engine
