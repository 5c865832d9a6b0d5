#include "src/detect/leaks.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "src/engine/heap.h"
#include "src/engine/image.h"
#include "src/engine/runtime.h"

namespace selvage::detect {
namespace {

using engine::arena;

std::size_t index_of(const void* block) {
  const auto& all = arena.blocks();
  return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), static_cast<const char*>(block)) -
                                  all.begin());
}

bool live(const char* block) { return arena.state_of(block) == engine::heap::block_state::live; }

}  // namespace

void leak_search::scan(const char* begin, const char* end) {
  constexpr std::uintptr_t word = sizeof(void*);
  for (auto at = reinterpret_cast<std::uintptr_t>(begin + word - 1) / word * word;
       at + word <= reinterpret_cast<std::uintptr_t>(end); at += word) {
    const void* p = nullptr;
    std::memcpy(&p, reinterpret_cast<const void*>(at), word);
    if (!arena.contains(p)) continue;
    const void* block = arena.block_around(p);
    if (block == nullptr || !live(static_cast<const char*>(block))) continue;
    const std::size_t i = index_of(block);
    if (reached_[i]) continue;
    reached_[i] = true;
    open_.push_back(i);
  }
}

std::uint64_t leak_search::run(finding_list& findings) {
  if (arena.live_bytes() == 0) return 0;
  const auto& all = arena.blocks();
  reached_.assign(all.size(), false);
  engine::visit_variables(
      engine::rt.at(0),
      [](void* self, const char* begin, const char* end) { static_cast<leak_search*>(self)->scan(begin, end); }, this);
  while (!open_.empty()) {
    const char* block = all[open_.back()];
    open_.pop_back();
    scan(block, block + arena.size_of(block));
  }
  engine::finding* f = nullptr;
  std::uint64_t bytes = 0;
  bool any = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (reached_[i] || !live(all[i])) continue;
    if (!std::exchange(any, true)) f = findings.add(engine::finding_kind::leak, all[i]);
    const auto& h = arena.at(all[i]);
    bytes += h.size;
    if (f == nullptr) continue;
    f->size += h.size;
    ++f->count;
    add_deed(*f, engine::deed::allocated, static_cast<engine::thread_id>(h.thread), h.event, all[i],
             static_cast<std::uint32_t>(h.size));
  }
  return bytes;
}

}  // namespace selvage::detect
