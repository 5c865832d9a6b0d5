#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/profile.h"
#include "src/check/suite/campaign.h"

namespace selvage::check {

/// A set of liberties: bit `1 << liberty`, as in model::profile.
using liberty_set = std::uint32_t;

/// Every liberty.
[[nodiscard]] std::span<const model::liberty> all_liberties() noexcept;

/// What an implementation with that liberty may do, in half a sentence.
[[nodiscard]] std::string_view meaning(model::liberty l) noexcept;

/// Every set of liberties, smaller ones first; of two of one size the one whose liberties are declared first.
[[nodiscard]] std::span<const liberty_set> all_liberty_sets();

/// "missed_pulse, coalesced_sets"; empty for none.
[[nodiscard]] std::string names_of(liberty_set liberties);

/// The sets among all_liberty_sets() for which `conforms` holds and for no smaller part of which it does. Granting a
/// liberty never takes conformance away, so that every set that has one of these as a part conforms too.
[[nodiscard]] std::vector<liberty_set> smallest_sets(const std::function<bool(liberty_set)>& conforms);

/// The smallest set that has, for each of `wanted` that is not empty, one of its sets as a part.
[[nodiscard]] liberty_set smallest_for_all(std::span<const std::vector<liberty_set>> wanted);

/// The smallest sets of liberties under which the violation's execution conforms; none when it never does. Runs the
/// engine in this process.
[[nodiscard]] std::vector<liberty_set> explaining_liberties(const subject& s, const program& p, const violation& v,
                                                            const engine::settings& options);

}  // namespace selvage::check
