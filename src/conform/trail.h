#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "model/label.h"
#include "model/machine.h"

namespace selvage::conform {

/// A call of a history, with its end when it has one.
struct call_record {
  model::label call;
  std::size_t begin{};             ///< index of the call in the history
  std::optional<std::size_t> end;  ///< index of the return
  std::int16_t result{};           ///< when it has ended

  [[nodiscard]] bool succeeded() const noexcept {
    return end.has_value() && result >= 0 && result != model::outcome::timed_out;
  }
};

/// A state, and for each thread the step that decided where its call stands.
struct traced_state {
  model::state state;
  std::array<model::transition, model::max_threads> why{};

  friend bool operator==(const traced_state&, const traced_state&) = default;
};

/// A history of one machine, replayed slowly so that every state knows why it came about. For explanations only.
class trail {
 public:
  /// `history` begins in one of the states `from` and is in the machine's own numbering; its last label is the one that
  /// was refused.
  trail(const model::machine& m, std::span<const model::state> from, std::span<const model::label> history);

  [[nodiscard]] const model::label& refused() const noexcept { return history_.back(); }
  [[nodiscard]] std::span<const model::label> history() const noexcept { return history_; }
  [[nodiscard]] std::span<const call_record> calls() const noexcept { return calls_; }

  /// The thread's call that has not ended before the refused label, or null.
  [[nodiscard]] const call_record* pending(std::uint8_t thread) const noexcept;

  /// Every state the machine can be in just before the refused label, steps by itself included.
  [[nodiscard]] std::span<const traced_state> states() const noexcept { return states_; }

  /// Those of `states` in which nothing can move by itself any more.
  [[nodiscard]] std::vector<traced_state> stable() const;

  [[nodiscard]] const model::machine& machine() const noexcept { return *machine_; }

 private:
  void advance(const model::label& l);

  const model::machine* machine_;
  std::vector<model::label> history_;
  std::vector<call_record> calls_;
  std::vector<traced_state> states_;
};

}  // namespace selvage::conform
