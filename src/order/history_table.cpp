#include "src/order/history_table.h"

#include <algorithm>

namespace selvage::order {
namespace {

std::uintptr_t number_of(const void* p) noexcept { return reinterpret_cast<std::uintptr_t>(p); }

}  // namespace

store_history* history_table::lookup(const void* address) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash(address) & mask; slots_[i] != 0; i = (i + 1) & mask)
    if (histories_[slots_[i]].address() == address) return &histories_[slots_[i]];
  return nullptr;
}

store_history& history_table::at(const void* address, std::size_t size, std::uint64_t value) {
  store_history* h = lookup(address);
  if (h != nullptr && h->count() != 0 && h->size() == size) {
    if (h->back(0).value != value) h->begin(address, size, value, true);
    return *h;
  }
  forget(address, size);
  if (h == nullptr) {
    if ((used_ + 1) * 2 > slots_.size()) grow();
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = hash(address) & mask;
    while (slots_[i] != 0) i = (i + 1) & mask;
    slots_[i] = histories_.take();
    ++used_;
    h = &histories_[slots_[i]];
  }
  h->begin(address, size, value, false);
  for (auto g = number_of(address) / granule; g <= (number_of(address) + size - 1) / granule; ++g)
    granules_.set(bit(g));
  return *h;
}

void history_table::forget(const void* begin, std::size_t size) noexcept {
  if (size == 0 || used_ == 0) return;
  const std::uintptr_t first = number_of(begin);
  const std::uintptr_t end = first + size;
  const auto forget_in = [&](store_history& h) {
    const std::uintptr_t at = number_of(h.address());
    if (at < end && first < at + h.size()) h.forget();
  };
  // An object may begin up to seven bytes before.
  if (size / granule > used_) {
    for (std::uint32_t i = 1; i <= used_; ++i) forget_in(histories_[i]);
    return;
  }
  for (auto g = first / granule; g <= (end - 1) / granule; ++g) {
    if (!granules_.test(bit(g))) continue;
    for (std::uintptr_t a = std::max(g * granule, granule) - (granule - 1); a < (g + 1) * granule; ++a)
      if (auto* h = lookup(reinterpret_cast<const void*>(a))) forget_in(*h);
  }
}

void history_table::forget_all() noexcept {
  if (used_ == 0) return;
  std::fill(slots_.begin(), slots_.end(), 0);
  histories_.forget_all();
  used_ = 0;
  granules_.reset();
}

void history_table::grow() {
  slots_.assign(slots_.size() * 2, 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::uint32_t n = 1; n <= used_; ++n) {
    std::size_t i = hash(histories_[n].address()) & mask;
    while (slots_[i] != 0) i = (i + 1) & mask;
    slots_[i] = n;
  }
}

}  // namespace selvage::order
