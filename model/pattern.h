#pragma once

#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "model/label.h"
#include "model/transition.h"

namespace selvage::model {

/// Something the machine of a pattern may show next: a return, a callback's beginning, a release; or, while it does
/// not, has to.
struct output {
  label shown{};            ///< only the fields that matter: kind, thread, op, objects[0], result
  std::string_view clause;  ///< the clause that fixed it: the one to name when it does not come, or comes out differently
  std::string_view when_missing{};  ///< where another clause says that it has to come at all
};

/// One internal step of a pattern's machine.
template <class State>
struct pattern_step {
  State next;
  transition via{};
  bool environment{};  ///< time or an interruption: may happen; the others happen by themselves
  bool time{};         ///< a deadline passes; may happen, and does once nothing else can move
  std::uint8_t thread{};  ///< whose step it is, where the machine tells
};

/// The machine of a pattern over a state type of its own: an input-output labelled transition system with internal
/// steps. A state is a trivially copyable value without padding, equal exactly when its bytes are.
/// A state is quiescent when it has no output and no internal step but the environment's.
template <class M>
concept pattern = std::is_trivially_copyable_v<typename M::state> && std::equality_comparable<typename M::state> &&
                  requires(const M& m, typename M::state& s, const typename M::state& from, const label& l,
                           std::vector<pattern_step<typename M::state>>& steps, std::vector<output>& outputs) {
                    { m.initial() } -> std::same_as<typename M::state>;
                    /// Takes a visible label other than `quiescent`; false, and no change, when it is impossible here.
                    { m.take(s, l) } -> std::same_as<bool>;
                    { m.steps(from, steps) } -> std::same_as<void>;
                    { m.outputs(from, outputs) } -> std::same_as<void>;
                    /// The clause by which thread `l.thread`'s pending call may not end yet in this state: the one to
                    /// name when it does. Empty when nothing is pending.
                    { m.why_pending(from, l.thread) } -> std::same_as<std::string_view>;
                    /// The clause that forbids `l` where no output of its kind is due: a second callback, a second
                    /// release.
                    { m.why_refused(from, l) } -> std::same_as<std::string_view>;
                    { m.describe(from) } -> std::same_as<std::string>;
                  };

/// A hash over a state's bytes.
template <class State>
[[nodiscard]] std::uint64_t hash_bytes(const State& s) noexcept {
  static_assert(sizeof(State) % 8 == 0);
  std::uint64_t h = 0x9e3779b97f4a7c15ULL;
  const char* bytes = reinterpret_cast<const char*>(&s);
  for (std::size_t i = 0; i < sizeof(State); i += 8) {
    std::uint64_t word{};
    std::memcpy(&word, bytes + i, 8);
    h = (h ^ word) * 0xff51afd7ed558ccdULL;
    h ^= h >> 32;
  }
  return h;
}

}  // namespace selvage::model
