#pragma once

#include <span>
#include <vector>

#include "src/engine/finding.h"

namespace selvage::detect {

using engine::thread_id;

/// The findings of one execution. Records are used again in the next one, so that adding does not allocate.
class finding_list {
 public:
  /// More than these in one execution are counted as none: they say nothing new.
  static constexpr std::size_t most = 32;

  /// Null when there are too many.
  engine::finding* add(engine::finding_kind kind, const void* address = nullptr) {
    if (used_ == most) return nullptr;
    if (used_ == items_.size()) items_.emplace_back();
    engine::finding& f = items_[used_++];
    f.kind = kind;
    f.address = address;
    f.size = f.count = 0;
    f.deed_count = 0;
    f.message.clear();
    return &f;
  }

  /// The last one is of this kind and about this event.
  [[nodiscard]] bool last_is(engine::finding_kind kind, std::uint32_t event) const noexcept {
    if (used_ == 0) return false;
    const engine::finding& f = items_[used_ - 1];
    return f.kind == kind && f.deed_count != 0 && f.deeds[0].event == event;
  }

  void clear() noexcept { used_ = 0; }
  [[nodiscard]] std::span<const engine::finding> all() const noexcept { return {items_.data(), used_}; }
  [[nodiscard]] bool empty() const noexcept { return used_ == 0; }

 private:
  std::vector<engine::finding> items_;
  std::size_t used_{};
};

/// Appends what a thread did; past the finding's room it is left out.
inline void add_deed(engine::finding& f, engine::deed what, engine::thread_id thread, std::uint32_t event,
                     const void* address = nullptr, std::uint32_t size = 0) {
  if (f.deed_count == engine::finding::max_evidence) return;
  engine::evidence& e = f.deeds[f.deed_count++];
  e.what = what;
  e.thread = thread;
  e.event = event;
  e.size = size;
  e.address = address;
  e.kind = nullptr;
  e.stack.clear();
}

}  // namespace selvage::detect
