#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/profile.h"
#include "src/conform/effort.h"
#include "src/conform/finding.h"

namespace selvage::conform {

/// Holds one history after another against the machines of a program's objects.
///
/// State sets are interned and (set, label) transitions cached for the checker's lifetime, so keep one checker
/// for all executions of a program. Not thread-safe.
class checker {
 public:
  virtual ~checker() = default;

  /// Begins a new history. Neither allocates nor fails.
  virtual void restart() noexcept = 0;

  /// Takes the next label. Returns false when no state of the machine explains the history any more; call
  /// `explain` then and `restart` before the next history. A `quiescent` label must be accepted by a quiescent
  /// state with the same calls pending; the last label of every complete history is `quiescent`.
  /// O(1) and free of allocation when this (set, label) pair has been seen before.
  virtual bool step(const model::label& l) = 0;

  /// Explains the step that failed.
  [[nodiscard]] virtual finding explain() const = 0;

  /// A number that is, but for the chance of 2^-64, the same at two places of a history exactly where the same states
  /// are possible.
  [[nodiscard]] virtual std::uint64_t position() const = 0;

  /// The machine's possible states before the step that failed, or now, one printable line each.
  [[nodiscard]] virtual std::vector<std::string> states() const = 0;

  /// What some state of the machine may show next, each once: returns, releases, callbacks, and `quiescent` when the
  /// history may come to rest here. Clients may call besides. Of outputs only the fields that matter are filled in.
  [[nodiscard]] virtual std::vector<model::label> allowed() const = 0;

  /// The machine's states that steps have looked at so far: what judging has cost. Depends on the histories alone.
  [[nodiscard]] virtual std::uint64_t looked_at() const noexcept = 0;

  /// Lets go of what lies long past, so that a history without end takes bounded memory: later explanations look back
  /// a few thousand labels. To be called where no call is pending and no callback runs. Amortised O(1).
  virtual void checkpoint() = 0;
};

/// Makes a checker for the given objects. Objects used together by one operation, or duplicates of one another,
/// must carry the same number in `component`; independent components are checked apart (locality).
/// No verdict depends on `most`. Throws std::invalid_argument when the spans differ in length.
[[nodiscard]] std::unique_ptr<checker> make_checker(std::span<const model::object_spec> objects,
                                                    std::span<const std::uint8_t> component,
                                                    const model::profile& profile, effort most = {});

}  // namespace selvage::conform
