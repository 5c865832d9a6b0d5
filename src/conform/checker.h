#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/profile.h"
#include "src/verdict/verdict.h"

namespace selvage::conform {

/// Why a history does not conform.
struct finding {
  model::verdict verdict{};
  std::string clause;     ///< e.g. "EVT-07"
  std::string text;       ///< the clause's sentence
  std::string detail;     ///< what the model allowed here and what happened instead
  std::uint8_t thread{};  ///< the thread whose label or missing label it is
};

/// How many of the machine's states one step may look at to find all explanations of a history. Beyond that the checker
/// follows a single one, until it fails or all are asked for: a step that is needed again and again gets more.
struct effort {
  std::size_t states{128};  ///< 0: all explanations are looked for only when there is no single one
};

/// Without bound: for histories that do not end, whose single explanation would grow for ever.
inline constexpr effort every_effort{~std::size_t{}};

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
