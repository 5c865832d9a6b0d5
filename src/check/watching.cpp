#include "src/check/watching.h"

#include "src/detect/detector.h"

namespace selvage::check {

engine::heap_mode watching::heap(std::uint64_t execution, engine::heap_mode otherwise) const noexcept {
  if (!heaps_in_turn) return otherwise;
  if (!watches(execution)) return engine::heap_mode::reuse;
  return every > 1 ? engine::heap_mode::quarantine : detect::heap_mode_of(execution);
}

const char* name(engine::heap_mode m) noexcept { return m == engine::heap_mode::reuse ? "reuse" : "quarantine"; }

}  // namespace selvage::check
