#pragma once

#include <cstdint>
#include <span>

namespace selvage::check {

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine. Not thread-safe.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) noexcept : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }

  /// Below `bound`, which must not be 0.
  std::uint64_t below(std::uint64_t bound) noexcept { return next() % bound; }

  /// True `percent` times of a hundred.
  bool chance(unsigned percent) noexcept { return below(100) < percent; }

  /// An index into `weights`, which must not all be 0.
  std::size_t weighted(std::span<const unsigned> weights) noexcept {
    std::uint64_t sum = 0;
    for (const auto w : weights) sum += w;
    auto left = below(sum);
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (left < weights[i]) return i;
      left -= weights[i];
    }
    return weights.size() - 1;
  }

 private:
  std::uint64_t state_;
};

}  // namespace selvage::check
