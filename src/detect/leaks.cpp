#include "src/detect/leaks.h"

#include "src/engine/heap.h"

namespace selvage::detect {

void report_leaks(const engine::lost_blocks& lost, finding_list& findings) {
  if (lost.found().empty()) return;
  engine::finding* const f = findings.add(engine::finding_kind::leak, lost.found().front());
  if (f == nullptr) return;
  for (char* const block : lost.found()) {
    const auto& h = engine::arena.at(block);
    f->size += h.size;
    ++f->count;
    add_deed(*f, engine::deed::allocated, static_cast<engine::thread_id>(h.thread), h.event, block,
             static_cast<std::uint32_t>(h.size));
  }
}

}  // namespace selvage::detect
