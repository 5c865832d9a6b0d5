#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/machine.h"

namespace selvage::model {

/// The most general client: each of `threads` threads issues any `operations` of the calls, in any order.
struct client {
  std::size_t threads{};
  std::size_t operations{};
  std::vector<label> calls;  ///< `thread` is filled in by the exploration
};

/// An invariant that does not hold, and how to get there.
struct broken_invariant {
  std::string name;
  std::string clause;
  std::vector<std::string> path;  ///< one step a line, from the initial state
};

struct exploration {
  std::uint64_t states{};  ///< up to renaming of threads
  std::uint64_t transitions{};
  bool complete{};  ///< false when `max_states` was reached or an invariant broke
  std::optional<broken_invariant> broken;
};

/// Appends the internal steps of a state.
using step_function = std::function<void(const state&, std::vector<step>&)>;

/// Visits every state of the machine under the client and checks the invariants in each.
/// `steps`, when given, stands in for the machine's own (a deliberately broken one, to see it caught).
/// Throws std::invalid_argument when the client has more threads than a machine can have. About a microsecond and
/// fifty bytes a state.
[[nodiscard]] exploration explore(const machine& m, const client& c, const step_function& steps = {},
                                  std::uint64_t max_states = 100'000'000);

}  // namespace selvage::model
