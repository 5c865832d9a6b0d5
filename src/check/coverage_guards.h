#pragma once

#include <set>

#include "model/label.h"
#include "model/transition.h"
#include "src/check/program.h"
#include "src/conform/group.h"

namespace selvage::check {

using transition_set = std::set<model::transition>;

[[nodiscard]] inline bool is_interruption(model::transition t) noexcept {
  return t == model::transition::interrupt || t == model::transition::come_back;
}

/// Adds the guards, which no step of a machine carries, that the program puts to the test. `out` has the steps.
void add_guards(const program& p, bool interrupts, transition_set& out);

/// Adds the guards that a visible label puts to the test.
void add_shown(const conform::group& g, const model::label& shown, transition_set& out);

}  // namespace selvage::check
