#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/order/pool.h"
#include "src/order/store_history.h"

namespace selvage::order {

/// The histories of an execution's atomic objects, by address. Forgetting all is O(objects).
class history_table {
 public:
  history_table() : slots_(1024) {}

  /// The history of the object of `size` bytes there, whose value is `value`. Begins anew where the last value that was
  /// seen is another, or the object overlaps one of another size.
  [[nodiscard]] store_history& at(const void* address, std::size_t size, std::uint64_t value);

  /// The history at the address, or null.
  [[nodiscard]] store_history* lookup(const void* address) noexcept;

  /// [begin, begin + size) belongs to others now. Cheap where there is no atomic object.
  void forget(const void* begin, std::size_t size) noexcept;
  void forget_all() noexcept;

 private:
  static constexpr std::size_t granule = 8;

  [[nodiscard]] static std::size_t hash(const void* address) noexcept {
    return (reinterpret_cast<std::uintptr_t>(address) * 0x9e3779b97f4a7c15ULL) >> 32;
  }
  [[nodiscard]] static std::size_t bit(std::uintptr_t granule_number) noexcept { return granule_number % bits; }
  void grow();

  static constexpr std::size_t bits = std::size_t{1} << 16;
  std::vector<std::uint32_t> slots_;  ///< open addressing; 0 is free
  pool<store_history> histories_;
  std::uint32_t used_{};
  std::bitset<bits> granules_;  ///< where one may be
};

}  // namespace selvage::order
