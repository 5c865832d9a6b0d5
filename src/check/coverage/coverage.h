#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string_view>

#include "model/label.h"
#include "model/profile.h"
#include "model/transition.h"
#include "src/program/guards.h"
#include "src/program/program.h"

namespace selvage::check {

/// Every transition that some run of the model explaining `history` takes. `history` conforms; guards and outputs
/// count when the history puts them to the test. Costs the product of the history and the states it allows.
[[nodiscard]] transition_set transitions_of_history(const program& p, std::span<const model::label> history,
                                                    const model::profile& held_to, bool interrupts);

/// Every transition the model can take when its clients are the threads of `p`. At most `max_states` states are
/// looked at.
[[nodiscard]] transition_set transitions_of_program(const program& p, const model::profile& held_to, bool interrupts,
                                                    std::size_t max_states = 200'000);

/// Whether, as far as the model allows and `max_states` states tell, some call of the program may never return.
[[nodiscard]] bool may_block(const program& p, const model::profile& held_to, std::size_t max_states = 200'000);

/// What can become of the calls of a program.
struct program_fate {
  bool strands{};        ///< some call may never return
  bool complete{};       ///< every state was looked at; `strands` is final
  std::size_t states{};  ///< looked at: of the machine and of how far each thread has come
};

/// Looks at every state that the model can be in under the program, all liberties of `machine` and interruptions
/// without end included, at most `max_states` of them. Objects that are used apart are looked at together.
[[nodiscard]] program_fate fate_of(const program& p, const model::profile& machine,
                                   std::size_t max_states = 1'000'000);

/// The clauses that justify the transitions.
[[nodiscard]] std::set<std::string_view> clauses_of(const transition_set& transitions);

}  // namespace selvage::check
