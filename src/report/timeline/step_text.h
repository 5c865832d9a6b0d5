#pragma once

#include <span>
#include <string>

#include "model/label.h"
#include "src/program/program.h"
#include "src/report/timeline/timeline.h"

namespace selvage::report {

/// A step in words, e.g. "locks mutex 1".
[[nodiscard]] std::string text_of(const record::recording& r, std::span<const timeline::lane> lanes,
                                  const record::step& s);

/// What it read or wrote and how, e.g. "0 → 1 release"; empty when there is nothing to say.
[[nodiscard]] std::string value_of(const record::recording& r, const record::step& s);

/// Why the value that a step read is an old one, e.g. "an old value: T1's store of 1 (step 17) is newer"; empty when it
/// is not. `missed` is the row of `s.missed`, or `timeline::none`.
[[nodiscard]] std::string old_text(const record::recording& r, std::span<const timeline::lane> lanes,
                                   const record::step& s, std::uint32_t missed);

/// In a word or two, e.g. "old: 1 newer".
[[nodiscard]] std::string age_text(std::uint32_t newer);

[[nodiscard]] timeline::row_kind kind_of(const record::step& s) noexcept;

/// A label in words, without its thread.
[[nodiscard]] std::string label_text(const check::program& p, const model::label& l);

/// An atomic step's memory order gives, or takes, what came before.
[[nodiscard]] bool releases(const record::step& s) noexcept;
[[nodiscard]] bool acquires(const record::step& s) noexcept;

}  // namespace selvage::report
