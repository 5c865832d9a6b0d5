#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/machine.h"
#include "src/conform/reduction.h"

namespace selvage::conform {

using state_id = std::uint32_t;
using set_id = std::uint32_t;

inline constexpr std::uint32_t no_id = 0xffffffff;

/// A state that one or more internal steps lead to.
struct edge {
  state_id to{};
  std::uint8_t thread{};  ///< whose steps
  bool finishing{};       ///< see `reduced_step`
};

/// The states of one machine met so far, each once, with their internal steps worked out on demand.
class state_space {
 public:
  explicit state_space(const model::machine& m) : machine_(&m) {}

  state_id intern(const model::state& s);
  [[nodiscard]] const model::state& at(state_id id) const noexcept { return states_[id]; }
  [[nodiscard]] std::size_t size() const noexcept { return states_.size(); }

  /// The reduced steps of the state. The span is valid until the next call.
  std::span<const edge> successors(state_id id);

  /// Forgets everything but keeps the memory.
  void clear() noexcept;

 private:
  void grow();

  const model::machine* machine_;
  std::vector<model::state> states_;
  std::vector<std::uint64_t> hashes_;
  std::vector<state_id> table_;  ///< open addressing, a power of two
  std::vector<std::uint32_t> first_edge_;
  std::vector<std::uint32_t> edge_count_;
  std::vector<edge> edges_;
  std::vector<model::step> steps_;
  std::vector<reduced_step> scratch_;
};

/// Sets of states, each once: sorted lists of ids in one array.
class set_space {
 public:
  /// Sorts `ids`, drops what is there twice, and gives the set's number. The empty set is `no_id`.
  set_id intern(std::vector<state_id>& ids);
  [[nodiscard]] std::span<const state_id> at(set_id id) const noexcept {
    return {members_.data() + first_[id], first_[id + 1] - first_[id]};
  }
  [[nodiscard]] std::size_t size() const noexcept { return hashes_.size(); }
  [[nodiscard]] std::size_t members() const noexcept { return members_.size(); }
  void clear() noexcept;

 private:
  void grow();

  std::vector<state_id> members_;
  std::vector<std::uint32_t> first_;  ///< one more than there are sets
  std::vector<std::uint64_t> hashes_;
  std::vector<set_id> table_;
};

}  // namespace selvage::conform
