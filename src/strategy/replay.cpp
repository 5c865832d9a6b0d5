#include "src/strategy/replay.h"

#include <algorithm>

namespace selvage::strategy {

bool replay::begin(std::uint64_t) {
  at_ = 0;
  diverged_.reset();
  return true;
}

const engine::choice* replay::next(bool draw) {
  if (at_ == choices_.size() || choices_[at_].is_draw != draw) {
    diverge();
    return nullptr;
  }
  return &choices_[at_];
}

engine::thread_id replay::pick(const engine::decision& d) {
  const engine::choice* c = next(false);
  if (c != nullptr && std::find(d.enabled.begin(), d.enabled.end(), c->value) != d.enabled.end()) {
    ++at_;
    return c->value;
  }
  diverge();
  if (c != nullptr) ++at_;
  return d.current_enabled ? d.current : d.enabled.front();
}

std::uint32_t replay::draw(std::uint32_t bound) {
  const engine::choice* c = next(true);
  if (c == nullptr) return 0;
  ++at_;
  if (c->value < bound) return c->value;
  diverge();
  return 0;
}

void replay::end() {
  if (at_ != choices_.size()) diverge();
}

}  // namespace selvage::strategy
