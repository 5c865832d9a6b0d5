#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

namespace selvage::conform {

/// The states of a pattern's machine met so far, each once, by number. Open addressing over one array: a state is
/// stored once, and memory is asked for as seldom as a vector does.
template <class State>
class state_table {
 public:
  using id = std::uint32_t;

  /// The state's number, and whether it is new. Ends the life of references to states. O(1), amortised.
  std::pair<id, bool> add(const State& s) {
    if (states_.size() * 2 >= slots_.size()) grow();
    const std::uint32_t hash = hash_of(s);
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    for (; slots_[at].of != nobody; at = (at + 1) & mask) {
      if (slots_[at].hash == hash && same(states_[slots_[at].of], s)) return {slots_[at].of, false};
    }
    const auto fresh = static_cast<id>(states_.size());
    slots_[at] = {fresh, hash};
    states_.push_back(s);
    return {fresh, true};
  }

  [[nodiscard]] const State& operator[](id i) const noexcept { return states_[i]; }
  [[nodiscard]] std::size_t size() const noexcept { return states_.size(); }

  /// Keeps the memory.
  void clear() noexcept {
    states_.clear();
    slots_.assign(slots_.size(), {});
  }

 private:
  static constexpr id nobody = 0xffffffff;

  struct slot {
    id of{nobody};
    std::uint32_t hash{};
  };

  /// Over the bytes, in chains of multiplications that do not wait for one another.
  static std::uint32_t hash_of(const State& s) noexcept {
    static_assert(sizeof(State) % 8 == 0);
    constexpr std::size_t words = sizeof(State) / 8;
    constexpr std::size_t lanes = 4;
    std::array<std::uint64_t, words> of{};
    std::memcpy(of.data(), &s, sizeof(State));
    std::array<std::uint64_t, lanes> h{0x9e3779b97f4a7c15U, 0xc2b2ae3d27d4eb4fU, 0x165667b19e3779f9U,
                                       0x27d4eb2f165667c5U};
    for (std::size_t i = 0; i < words; ++i) {
      auto& mine = h[i % lanes];
      mine = (mine ^ of[i]) * 0xff51afd7ed558ccdU;
      mine ^= mine >> 32;
    }
    std::uint64_t all = 0;
    for (const auto mine : h) all = (std::rotl(all, 23) ^ mine) * 0x9e3779b97f4a7c15U;
    return static_cast<std::uint32_t>(all >> 32);
  }

  /// Bytes, as for the hash: a machine's states have no padding.
  static bool same(const State& a, const State& b) noexcept { return std::memcmp(&a, &b, sizeof(State)) == 0; }

  void grow() {
    constexpr std::size_t least = 32;
    std::vector<slot> bigger(slots_.empty() ? least : 2 * slots_.size());
    const std::size_t mask = bigger.size() - 1;
    for (const slot& old : slots_) {
      if (old.of == nobody) continue;
      std::size_t at = old.hash & mask;
      while (bigger[at].of != nobody) at = (at + 1) & mask;
      bigger[at] = old;
    }
    slots_ = std::move(bigger);
  }

  std::vector<State> states_;
  std::vector<slot> slots_;  ///< a power of two of them, half empty
};

}  // namespace selvage::conform
