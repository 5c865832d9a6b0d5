#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "src/conform/finding.h"

namespace selvage::conform {

/// How much a part may keep before it starts afresh. The default, about 200 MB, is met only where one set of objects is
/// explored for very long.
struct cache_bounds {
  std::size_t states{std::size_t{1} << 19};
  std::size_t members{std::size_t{1} << 24};  ///< of all sets together
  std::size_t entries{std::size_t{1} << 20};
};

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
  [[nodiscard]] virtual finding explain(std::span<const model::label> history) = 0;

  /// A number that is the same at two places of a history exactly where the same states are possible.
  [[nodiscard]] virtual std::uint64_t position() = 0;

  /// The machine's possible states now, one printable line each.
  [[nodiscard]] virtual std::vector<std::string> states() = 0;

  /// Appends what the machine may show next, in the program's numbering; a label may come twice.
  virtual void allowed(std::vector<model::label>& out) = 0;

  /// The states that steps have looked at so far.
  [[nodiscard]] virtual std::uint64_t looked_at() const noexcept = 0;

  /// Every history given to `explain` from now on begins where the last checkpoint but this one was. Caches that have
  /// outgrown their bound are emptied.
  virtual void checkpoint() = 0;
};

}  // namespace selvage::conform
