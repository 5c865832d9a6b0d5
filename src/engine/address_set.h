#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace selvage::engine {

/// Addresses whose plain accesses are scheduling points, in granules of 8 bytes.
class address_set {
 public:
  [[nodiscard]] bool empty() const noexcept { return granules_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return granules_.size(); }

  /// Amortised O(n). Returns false when it was there before.
  bool insert(const void* address) {
    const std::uintptr_t g = granule(address);
    for (const std::uintptr_t known : granules_)
      if (known == g) return false;
    granules_.push_back(g);
    filter_ |= bit(g);
    return true;
  }

  /// True when one of the bytes [address, address + size) lies in a granule of the set. O(1) for most that do not.
  [[nodiscard]] bool contains(const void* address, std::size_t size) const noexcept {
    const std::uintptr_t first = granule(address);
    const std::uintptr_t last =
        (reinterpret_cast<std::uintptr_t>(address) + (size == 0 ? 0 : size - 1)) / granule_bytes;
    if (first == last && (filter_ & bit(first)) == 0) return false;
    for (const std::uintptr_t g : granules_)
      if (g >= first && g <= last) return true;
    return false;
  }

  /// Where each granule begins, in the order of insertion.
  [[nodiscard]] const void* at(std::size_t i) const noexcept {
    return reinterpret_cast<const void*>(granules_[i] * granule_bytes);
  }

  void clear() noexcept {
    granules_.clear();
    filter_ = 0;
  }

 private:
  static constexpr std::uintptr_t granule_bytes = 8;
  static std::uintptr_t granule(const void* a) noexcept { return reinterpret_cast<std::uintptr_t>(a) / granule_bytes; }
  static std::uint64_t bit(std::uintptr_t g) noexcept { return std::uint64_t{1} << (g & 63); }

  std::vector<std::uintptr_t> granules_;
  std::uint64_t filter_{};
};

}  // namespace selvage::engine
