#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "src/conform/checker.h"

namespace selvage::conform {

/// Objects of a program that are checked together, by the machine of their family.
class part {
 public:
  virtual ~part() = default;

  /// Begins a new history.
  virtual void restart() noexcept = 0;

  /// Moves on by one label in the program's numbering. False when no state explains it; nothing changes then.
  virtual bool step(const model::label& l) = 0;

  /// Explains why the last label of `history` was refused. `history` is in the program's numbering and holds the
  /// labels that concern this part.
  [[nodiscard]] virtual finding explain(std::span<const model::label> history) const = 0;

  /// A number that is the same at two places of a history exactly where the same states are possible.
  [[nodiscard]] virtual std::uint64_t position() const noexcept = 0;

  /// The machine's possible states now, one printable line each.
  [[nodiscard]] virtual std::vector<std::string> states() const = 0;

  /// Appends what the machine may show next, in the program's numbering; a label may come twice.
  virtual void allowed(std::vector<model::label>& out) const = 0;

  /// Every history given to `explain` from now on begins where the last checkpoint but this one was. Caches that have
  /// outgrown their bound are emptied.
  virtual void checkpoint() = 0;
};

}  // namespace selvage::conform
