#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "model/machine.h"

namespace selvage::model {

/// One invariant that every exploration checks.
struct invariant_info {
  std::string_view name;
  std::string_view clause;
};

/// The invariants, of states and of steps, that `explore` checks.
[[nodiscard]] std::span<const invariant_info> invariants() noexcept;

/// What an exploration remembers of an object beside its state.
struct object_past {
  std::uint8_t balance{1};  ///< references taken less references dropped, by the steps themselves
  bool released{};
  bool invalidated{};
  friend bool operator==(const object_past&, const object_past&) = default;
};

using past = std::array<object_past, max_objects>;

enum class invariant : std::uint8_t {
  open_has_references,
  references_balance,
  held_is_open,
  no_satisfiable_waiter,
  progress,
  marks_stay,
  closed_takes_none,
  released_once,
  released_at_last,
  set_releases_all,
  pulse_releases,
  one_wait_a_signal,
  success_needs_a_signal,
  failure_changes_nothing,
  any_consumes_one,
  all_consumes_all,
  count_,
};

/// The first invariant that the state breaks.
[[nodiscard]] std::optional<invariant> broken_by_state(const machine& m, const state& s, const past& p,
                                                       const std::vector<step>& steps);

/// The first invariant that the step breaks.
[[nodiscard]] std::optional<invariant> broken_by_step(const machine& m, const state& before, const past& p,
                                                      const step& taken);

/// The past after the step.
[[nodiscard]] past remember(const state& before, const past& p, const step& taken);

}  // namespace selvage::model
