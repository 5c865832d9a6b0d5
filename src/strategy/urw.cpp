#include "src/strategy/urw.h"

namespace selvage::strategy {

bool urw::begin(std::uint64_t index) {
  random_ = random(seed_, index);
  if (index == engine::profile_index)
    profile_.measure();
  else
    profile_.follow();
  return true;
}

engine::thread_id urw::pick(const engine::decision& d) {
  std::uint32_t sum = 0;
  for (const engine::thread_id t : d.enabled) sum += profile_.left(t);
  std::uint32_t at = random_.below(sum);
  engine::thread_id chosen = d.enabled.back();
  for (const engine::thread_id t : d.enabled) {
    const std::uint32_t left = profile_.left(t);
    if (at < left) {
      chosen = t;
      break;
    }
    at -= left;
  }
  profile_.picked(chosen);
  return chosen;
}

}  // namespace selvage::strategy
