#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/layout.h"
#include "model/profile.h"
#include "model/state.h"
#include "model/transition.h"

namespace selvage::model {

/// Who makes an internal step happen.
enum class step_kind : std::uint8_t {
  internal,     ///< the objects themselves: happens by itself, so no quiescent state has one
  time,         ///< a deadline passes: may happen
  environment,  ///< an interruption: may happen
};

/// One internal step.
struct step {
  state next;
  transition via{};
  std::uint8_t thread{};
  step_kind kind{};
};

/// An input-output labelled transition system with internal steps, over plain values.
template <class M>
concept transition_system = requires(const M& m, state& s, const state& from, const label& l, std::vector<step>& out) {
  { m.initial() } -> std::same_as<state>;
  { m.take(s, l) } -> std::same_as<bool>;
  { m.steps(from, out) } -> std::same_as<void>;
};

/// The machine over up to `max_objects` handles and events. A value; const members may be called from any thread.
class machine {
 public:
  /// Threads from `keepers` on wait with references that no close takes away, whatever the profile.
  /// Throws std::invalid_argument for more than `max_objects` objects, or a duplicate of what is no event.
  machine(std::span<const object_spec> objects, const profile& p, std::size_t keepers = max_threads);

  [[nodiscard]] state initial() const noexcept;

  /// Takes a visible label. Returns false, and leaves the state as it was, when the label is impossible here.
  /// A `quiescent` label is possible in quiescent states alone; with `result` 1 it says that time cannot move
  /// either, so that no wait with a finite timeout may be pending.
  bool take(state& s, const label& l) const noexcept;

  /// Appends every internal step of the state.
  void steps(const state& s, std::vector<step>& out) const;

  /// Appends the internal steps of one thread's call.
  void steps_of(const state& s, std::size_t thread, std::vector<step>& out) const;

  /// Nothing but time, the environment or a client's next call can move. With `final`, not even time.
  [[nodiscard]] static bool quiescent(const state& s, bool final) noexcept;

  [[nodiscard]] const layout& objects() const noexcept { return layout_; }
  [[nodiscard]] const profile& liberties() const noexcept { return profile_; }

  /// One printable line: the objects, then each pending call. `numbers`, when not empty, are the numbers to print for
  /// the objects.
  [[nodiscard]] std::string describe(const state& s, std::span<const std::uint8_t> numbers = {}) const;

 private:
  bool begin(state& s, const label& l) const noexcept;
  void handle_step(const state& s, std::size_t thread, std::vector<step>& out) const;
  void close_under_waiters(const state& s, std::size_t thread, std::vector<step>& out) const;
  void take_references(const state& s, std::size_t thread, std::vector<step>& out) const;
  void act(const state& s, std::size_t thread, std::vector<step>& out) const;
  void give_back(const state& s, std::size_t thread, std::vector<step>& out) const;
  [[nodiscard]] bool releases(std::size_t object) const noexcept;

  layout layout_;
  profile profile_;
  std::size_t keepers_;
};
static_assert(transition_system<machine>);

/// The operation's name as programs and output write it, e.g. "wait_any".
[[nodiscard]] std::string_view name(operation op) noexcept;

/// The phase's name, e.g. "waiting".
[[nodiscard]] std::string_view name(phase p) noexcept;

/// The result's name, e.g. "ok", "timed_out", "object_disposed", or the number of an index.
[[nodiscard]] std::string describe_result(operation op, std::int16_t result);

}  // namespace selvage::model
