#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "model/operation.h"
#include "src/program/program.h"

namespace selvage::fuzzing {

/// What the programs of one family are made of. The orders are the byte format's: a change of one makes every kept
/// input another program.
struct grammar {
  model::family of{};
  std::span<const model::object_kind> kinds;
  std::span<const model::operation> calls;         ///< of threads
  std::span<const model::operation> in_callbacks;  ///< empty: nothing calls back
  std::size_t objects{};                           ///< at most
  std::size_t threads{};
  std::size_t operations{};  ///< of all threads
};

inline constexpr std::size_t most_in_thread = 8;
inline constexpr std::size_t most_in_callback = 3;

/// O(1).
[[nodiscard]] const grammar& grammar_of(model::family f) noexcept;

/// Changes what a client may not do: callbacks that call themselves for ever, more callbacks at once than the model
/// follows, attributes that exclude one another, groups of objects that no machine checks together. A program that has
/// none of these stays as it is.
void keep_duties(check::program& p, model::family f);

}  // namespace selvage::fuzzing
