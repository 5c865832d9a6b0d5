#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/operation.h"
#include "src/program/program.h"

namespace selvage::check {

/// What programs can be about: a machine of the catalogue, or a family of operations.
struct topic {
  std::string name;  ///< e.g. "auto-reset-event", "events", "async-results"
  model::family of{};
  std::uint16_t machines{};  ///< bits of model::machine_bit
};

/// Every topic: the machines, then the families that no machine is named after.
[[nodiscard]] const std::vector<topic>& topics();

/// The topic with that name, or null.
[[nodiscard]] const topic* topic_named(const std::string& name);

/// The family that a program is about: the one of its objects that are more than events, or events.
[[nodiscard]] model::family family_of(const program& p);

/// The machines that a family's programs exercise, as bits of model::machine_bit.
[[nodiscard]] std::uint16_t machines_of(model::family f) noexcept;

/// Whether a program is about the topic.
[[nodiscard]] bool fits(const topic& t, const program& p);

}  // namespace selvage::check
