#pragma once

#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "model/pattern.h"

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
    const auto hash = static_cast<std::uint32_t>(model::hash_bytes(s));
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
