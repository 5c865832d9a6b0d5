#include "src/detect/stack_capture.h"

#include <unwind.h>

#include <algorithm>

namespace selvage::detect {
namespace {

constexpr std::size_t deepest = 128;

_Unwind_Reason_Code add_frame(_Unwind_Context* context, void* into) {
  auto& stack = *static_cast<std::vector<std::uintptr_t>*>(into);
  const std::uintptr_t pc = _Unwind_GetIP(context);
  if (pc == 0 || stack.size() == deepest) return _URC_END_OF_STACK;
  stack.push_back(pc);
  return _URC_NO_REASON;
}

}  // namespace

void stack_capture::want(std::vector<std::uint32_t> events) {
  events_ = std::move(events);
  std::ranges::sort(events_);
  const auto same = std::ranges::unique(events_);
  events_.erase(same.begin(), same.end());
  std::erase(events_, 0U);
  stacks_.assign(events_.size(), {});
  begin();
}

void stack_capture::begin() noexcept {
  taken_ = 0;
  next_ = events_.empty() ? never : events_.front();
}

void stack_capture::take() {
  auto& stack = stacks_[taken_];
  stack.clear();
  _Unwind_Backtrace(add_frame, &stack);
  ++taken_;
  next_ = taken_ == events_.size() ? never : events_[taken_];
}

std::span<const std::uintptr_t> stack_capture::at(std::uint32_t event) const noexcept {
  const auto found = std::ranges::lower_bound(events_, event);
  if (found == events_.end() || *found != event) return {};
  return stacks_[static_cast<std::size_t>(found - events_.begin())];
}

}  // namespace selvage::detect
