#include "src/detect/shadow.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace selvage::detect {

static_assert(sizeof(access_record) == 12);
static_assert(sizeof(shadow_cell) == 64);

shadow_memory::shadow_memory() : table_(1024) {}

shadow_memory::~shadow_memory() { drop_pages(); }

shadow_cell* shadow_memory::find(std::uintptr_t number) noexcept {
  const std::size_t mask = table_.size() - 1;
  std::size_t i = (number * 0x9e3779b97f4a7c15ULL >> 20) & mask;
  for (; table_[i].number != 0; i = (i + 1) & mask)
    if (table_[i].number == number) return table_[i].cells;
  if (pages_ * 2 > mask) {
    grow();
    return find(number);
  }
  void* p =
      mmap(nullptr, sizeof(shadow_cell) * cells_per_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED) {
    std::fputs("selvage: no memory for the race detector's shadow; run with fewer detectors or a smaller program\n",
               stderr);
    std::_Exit(2);
  }
  ++pages_;
  table_[i] = {number, static_cast<shadow_cell*>(p)};
  return table_[i].cells;
}

void shadow_memory::grow() {
  std::vector<cached> old = std::move(table_);
  table_.assign(old.size() * 2, cached{});
  const std::size_t mask = table_.size() - 1;
  for (const cached& c : old) {
    if (c.number == 0) continue;
    std::size_t i = (c.number * 0x9e3779b97f4a7c15ULL >> 20) & mask;
    while (table_[i].number != 0) i = (i + 1) & mask;
    table_[i] = c;
  }
}

void shadow_memory::drop_pages() noexcept {
  for (cached& c : table_) {
    if (c.number != 0) munmap(c.cells, sizeof(shadow_cell) * cells_per_page);
    c = {};
  }
  pages_ = 0;
  cache_ = {};
}

void shadow_memory::forget_all() noexcept {
  if (pages_ > keep_pages || generation_ == ~std::uint32_t{0}) {
    drop_pages();
    generation_ = 0;
  }
  ++generation_;
}

}  // namespace selvage::detect
