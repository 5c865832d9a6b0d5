#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "model/label.h"
#include "model/machine.h"
#include "src/conform/part.h"
#include "src/conform/state_space.h"

namespace selvage::conform {

/// Handles and events that are checked together: one machine, the state sets met so far, and how labels lead from set
/// to set.
class component final : public part {
 public:
  /// `members` are the program's numbers of the machine's objects.
  component(std::span<const model::object_spec> objects, std::vector<std::uint8_t> members, const model::profile& p,
            const cache_bounds& bounds = {});
  component(const component&) = delete;
  component& operator=(const component&) = delete;

  /// Begins a new history; when the caches have outgrown their bound they are emptied, within their memory.
  void restart() noexcept override;

  /// Moves on by one label in the program's numbering. False when no state explains it; the set then stays.
  bool step(const model::label& l) override {
    const auto [low, high] = std::bit_cast<words>(l);
    const std::size_t mask = table_.size() - 1;
    std::size_t slot = mix(low, high, current_) & mask;
    while (table_[slot].from != no_id) {
      const entry& e = table_[slot];
      if (e.from == current_ && e.low == low && e.high == high) {
        if (e.to == no_id) return false;
        current_ = e.to;
        return true;
      }
      slot = (slot + 1) & mask;
    }
    return miss(l, slot);
  }

  [[nodiscard]] const model::machine& machine() const noexcept { return machine_; }
  [[nodiscard]] std::span<const std::uint8_t> members() const noexcept { return members_; }

  /// The label with this machine's object numbers; an object of another component becomes one that is not there.
  [[nodiscard]] model::label localise(const model::label& l) const noexcept;

  [[nodiscard]] finding explain(std::span<const model::label> history) override;
  [[nodiscard]] std::uint64_t position() noexcept override { return current_; }
  [[nodiscard]] std::vector<std::string> states() override;
  void allowed(std::vector<model::label>& out) override;
  [[nodiscard]] std::uint64_t looked_at() const noexcept override { return looked_at_; }
  void checkpoint() override;

  /// Every state the machine can be in now, without the steps that may follow by themselves.
  [[nodiscard]] std::span<const state_id> current() const noexcept { return sets_.at(current_); }
  [[nodiscard]] const model::state& at(state_id id) const noexcept { return states_.at(id); }

  /// What is kept now.
  [[nodiscard]] std::size_t cached_states() const noexcept { return states_.size(); }

 private:
  struct words {
    std::uint64_t low, high;
  };
  struct entry {
    std::uint64_t low{}, high{};
    set_id from{no_id};
    set_id to{};
  };

  static std::uint64_t mix(std::uint64_t low, std::uint64_t high, set_id from) noexcept {
    std::uint64_t h = (low ^ (std::uint64_t{from} << 32)) * 0x9e3779b97f4a7c15ULL;
    h = (std::rotl(h, 31) ^ high) * 0xff51afd7ed558ccdULL;
    return h ^ h >> 32;
  }

  /// A set may be folded into one whose thread has not returned: others' steps count before a return that is due.
  [[nodiscard]] bool returns_matter() const noexcept {
    return machine_.liberties().allows(model::liberty::coalesced_sets);
  }

  bool miss(const model::label& l, std::size_t slot);
  set_id compute(const model::label& l);
  void follow(const model::label& l, state_id id);
  void grow();
  [[nodiscard]] bool outgrown() const noexcept;
  void forget() noexcept;

  cache_bounds bounds_;
  model::machine machine_;
  std::vector<std::uint8_t> members_;
  std::vector<std::uint8_t> local_;  ///< by the program's number
  state_space states_;
  set_space sets_;
  std::vector<entry> table_;
  std::size_t entries_{};
  set_id initial_{};
  set_id current_{};
  set_id last_{};  ///< at the last checkpoint
  set_id base_{};  ///< at the one before: where the histories to explain begin
  std::vector<state_id> collected_;
  std::vector<state_id> stack_;
  std::vector<std::uint32_t> seen_;
  std::uint32_t visit_{};
  std::uint64_t looked_at_{};
};

}  // namespace selvage::conform
