#pragma once

#include <cstdint>

namespace selvage::strategy {

/// A small, fast generator: splitmix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
/// The same (seed, index) gives the same numbers on every machine.
class random {
 public:
  random() = default;
  random(std::uint64_t seed, std::uint64_t index) noexcept : state_(mix(seed ^ mix(index + golden)) + golden), ready_(mix(state_)) {}

  /// The number behind it is made at once, so that a caller in a hurry does not wait for the multiplications.
  std::uint64_t next() noexcept {
    const std::uint64_t result = ready_;
    ready_ = mix(state_ += golden);
    return result;
  }

  /// Uniform below `bound`, which is at least 1 (Lemire's multiplication; the bias is below 2^-32 for our bounds).
  std::uint32_t below(std::uint32_t bound) noexcept {
    return static_cast<std::uint32_t>(((next() >> 32) * bound) >> 32);
  }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;
  static std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }

  std::uint64_t state_{};
  std::uint64_t ready_{};
};

}  // namespace selvage::strategy
