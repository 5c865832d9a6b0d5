#pragma once

#include <optional>
#include <vector>

#include "model/layout.h"
#include "model/profile.h"
#include "model/state.h"
#include "model/transition.h"

// The rules of events that every event machine shares (spec/events.md).
namespace selvage::model::event_rules {

/// What became of a set or a pulse.
struct effect {
  state next;
  transition via{};
};

/// The result with which the wait would succeed now, or nothing.
[[nodiscard]] std::optional<std::int16_t> test(const layout& l, const state& s, const pending_call& call) noexcept;

/// Lets the wait succeed: consumes what it takes and fixes its result. Precondition: `test` gave `result`.
void satisfy(const layout& l, state& s, std::size_t thread, std::int16_t result) noexcept;

/// Sets the event behind `object` and appends every way in which waiting threads may be released.
void set(const layout& l, const profile& p, const state& s, std::size_t object, std::vector<effect>& out);

/// Pulses the event behind `object` likewise.
void pulse(const layout& l, const profile& p, const state& s, std::size_t object, std::vector<effect>& out);

/// Makes the event behind `object` unset.
void reset(const layout& l, state& s, std::size_t object) noexcept;

/// The step of a wait that holds its references: succeeds, fails a poll, or joins the waiters.
transition test_step(const layout& l, state& s, std::size_t thread) noexcept;

/// True when the profile lets a waiting thread leave the waiters for a while.
[[nodiscard]] constexpr bool interruptible(const profile& p) noexcept {
  return p.allows(liberty::missed_pulse) || p.allows(liberty::missed_set_reset);
}

}  // namespace selvage::model::event_rules
