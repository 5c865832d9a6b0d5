#pragma once

#include <bitset>
#include <cstdint>
#include <vector>

#include "model/profile.h"
#include "model/transition.h"
#include "src/program/capabilities.h"
#include "src/program/topic.h"

namespace selvage::check {

/// A set of the model's transitions.
using transition_bits = std::bitset<256>;

[[nodiscard]] constexpr std::size_t number_of(model::transition t) noexcept { return static_cast<std::size_t>(t); }

/// The machines, as bits, that the programs of a subject about the topics are checked against; all topics when `about`
/// is empty.
[[nodiscard]] std::uint16_t reachable_machines(const capabilities& can, const std::vector<topic>& about);

/// The transitions that the programs of a subject may take, as far as its operations, the topics that they are about
/// (all when `about` is empty), the liberties of the profile and the environment decide.
[[nodiscard]] transition_bits reachable_transitions(const capabilities& can, const std::vector<topic>& about,
                                                    const model::profile& held_to, bool interrupts);

}  // namespace selvage::check
