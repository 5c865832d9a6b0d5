#include "src/engine/lost_blocks.h"

#include <algorithm>
#include <cstring>

#include "src/engine/heap.h"
#include "src/engine/image.h"
#include "src/engine/runtime.h"

namespace selvage::engine {

lost_blocks lost;

namespace {

std::size_t index_of(const void* block) {
  const auto& all = arena.blocks();
  return static_cast<std::size_t>(std::lower_bound(all.begin(), all.end(), static_cast<const char*>(block)) -
                                  all.begin());
}

}  // namespace

void lost_blocks::scan(const char* begin, const char* end) {
  constexpr std::uintptr_t word = sizeof(void*);
  // Pointers into one block stand together: a list in it, say.
  const char* known = nullptr;
  const char* known_end = nullptr;
  for (auto at = reinterpret_cast<std::uintptr_t>(begin + word - 1) / word * word;
       at + word <= reinterpret_cast<std::uintptr_t>(end); at += word) {
    const void* p = nullptr;
    std::memcpy(&p, reinterpret_cast<const void*>(at), word);
    if (!arena.contains(p) || (p >= known && p < known_end)) continue;
    const void* block = arena.block_around(p);
    if (block == nullptr || !arena.is_live(block)) continue;
    known = static_cast<const char*>(block);
    known_end = known + arena.size_of(block);
    reach(block);
  }
}

void lost_blocks::reach(const void* block) {
  const std::size_t i = index_of(block);
  if (reached_[i]) return;
  reached_[i] = true;
  open_.push_back(i);
}

void lost_blocks::begin() noexcept {
  allowed_.clear();
  roots_.clear();
}

void lost_blocks::allow(const void* p) {
  if (const void* const block = arena.contains(p) ? arena.block_around(p) : nullptr; block != nullptr)
    allowed_.push_back(block);
}

void lost_blocks::freed(const void* p) noexcept {
  if (!allowed_.empty()) std::erase(allowed_, p);
}

void lost_blocks::add_root(const char* begin, std::size_t size) { roots_.emplace_back(begin, size); }

void lost_blocks::remove_root(const char* begin, std::size_t size) noexcept {
  const auto at = std::find_if(roots_.begin(), roots_.end(),
                               [&](const auto& r) { return r.data() == begin && r.size() == size; });
  if (at != roots_.end()) roots_.erase(at);
}

std::uint64_t lost_blocks::search() {
  lost_.clear();
  if (arena.live_bytes() == 0) return 0;
  const auto& all = arena.blocks();
  reached_.assign(all.size(), false);
  visit_variables(
      rt.at(0),
      [](void* self, const char* begin, const char* end) { static_cast<lost_blocks*>(self)->scan(begin, end); }, this);
  for (const auto& r : roots_) scan(r.data(), r.data() + r.size());
  for (const void* const block : allowed_)
    if (arena.is_live(block)) reach(block);
  while (!open_.empty()) {
    const char* block = all[open_.back()];
    open_.pop_back();
    scan(block, block + arena.size_of(block));
  }
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (reached_[i] || !arena.is_live(all[i])) continue;
    lost_.push_back(all[i]);
    bytes += arena.size_of(all[i]);
  }
  return bytes;
}

}  // namespace selvage::engine
