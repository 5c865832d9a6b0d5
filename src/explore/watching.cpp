#include "src/explore/watching.h"

#include <algorithm>

#include "src/detect/detector.h"
#include "src/detect/places.h"
#include "src/engine/heap.h"

namespace selvage::check {

engine::heap_mode watching::heap(std::uint64_t execution, engine::heap_mode otherwise) const noexcept {
  if (!heaps_in_turn) return otherwise;
  if (!watches(execution)) return engine::heap_mode::reuse;
  return every > 1 ? engine::heap_mode::quarantine : detect::heap_mode_of(execution);
}

engine::address_set addresses_of(const std::vector<std::string>& points, std::uint64_t heap_bytes) {
  engine::address_set all;
  if (!points.empty()) engine::arena.reserve(heap_bytes);
  for (const auto& p : points)
    if (const auto at = detect::place_named(p)) all.insert(*at);
  return all;
}

std::vector<std::string> raced_places(std::span<const engine::finding> findings) {
  std::vector<std::string> places;
  for (const auto& f : findings) {
    if (f.kind != engine::finding_kind::data_race) continue;
    auto text = detect::place_text(f.address);
    if (!text.empty() && std::ranges::find(places, text) == places.end()) places.push_back(std::move(text));
  }
  return places;
}

const char* name(engine::heap_mode m) noexcept { return m == engine::heap_mode::reuse ? "reuse" : "quarantine"; }

}  // namespace selvage::check
