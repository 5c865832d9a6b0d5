#pragma once

#include "model/label.h"
#include "model/transition.h"
#include "src/program/family_guards.h"
#include "src/program/program.h"

namespace selvage::check {

[[nodiscard]] inline bool is_interruption(model::transition t) noexcept {
  return t == model::transition::interrupt || t == model::transition::come_back;
}

/// Adds the guards, which no step of a machine carries, that the program puts to the test. `out` has the steps.
void add_guards(const program& p, bool interrupts, transition_set& out);

/// Adds the guards that a visible label, a release or the begin of a callback, puts to the test. `o` is its object.
void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out);

}  // namespace selvage::check
