#pragma once

#include <cstdint>
#include <vector>

#include "model/machine.h"

namespace selvage::conform {

/// One or more internal steps of one thread, taken as one because nothing can come between them that matters.
struct reduced_step {
  model::state next;
  std::uint8_t thread{};
  /// The thread gives its references back, and nobody can tell when: it may be put off until the thread returns.
  bool finishing{};
};

/// Appends steps that lead to the same outputs as all internal steps of the state do (a partial-order reduction).
///
/// Taking and giving back a reference commutes with every other step unless the handle is disposed or closed, or a
/// call that may drop its own reference is under way. While no such call is, an operation takes its references and has
/// its effect in one step.
/// `scratch` saves an allocation a call.
void reduced_steps(const model::machine& m, const model::state& s, std::vector<model::step>& scratch,
                   std::vector<reduced_step>& out);

}  // namespace selvage::conform
