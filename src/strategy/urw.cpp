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
  if (profile_.measuring()) {
    profile_.decided(d);
    return d.enabled[random_.below(static_cast<std::uint32_t>(d.enabled.size()))];
  }
  std::uint32_t sum = 0;
  for (const engine::thread_id t : d.enabled) sum += profile_.left(t, d.points[t]);
  std::uint32_t at = random_.below(sum);
  engine::thread_id chosen = d.enabled.back();
  for (const engine::thread_id t : d.enabled) {
    const std::uint32_t left = profile_.left(t, d.points[t]);
    if (at < left) {
      chosen = t;
      break;
    }
    at -= left;
  }
  return chosen;
}

}  // namespace selvage::strategy
