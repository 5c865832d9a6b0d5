#include "src/order/store_history.h"

namespace selvage::order {

void store_history::begin(const void* address, std::size_t size, std::uint64_t value, bool keeps) noexcept {
  if (!keeps || count_ == 0) {
    first_ = 0;
    at(0).carried.clear();
    at(0).carried_view.clear();
  } else {
    first_ = (first_ + count_ - 1) % most;
  }
  count_ = 1;
  stored_value& s = at(0);
  s.value = value;
  s.writer = 0;
  s.epoch = 0;
  s.sc = 0;
  s.readers.clear();
  address_ = address;
  size_ = size;
  patience_.fill(0);
}

}  // namespace selvage::order
