#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/profile.h"
#include "src/check/subject/subject.h"
#include "src/program/driver.h"
#include "src/program/program.h"

namespace selvage::check {

/// The weakest machine of a profile: a subject that is the model itself and takes every liberty of the profile wherever
/// the strategy chooses. What a client's program can suffer from any implementation of that profile, it can suffer
/// here. Held to its own profile it always conforms; held to a stronger one it shows which programs rely on more than
/// the profile gives (spec/conformance.md).
/// It has handles, events and registered waits.

/// The names of the weakest machines, "weakest-" and a profile's.
[[nodiscard]] std::vector<std::string> weakest_names();

/// The weakest machine with that name, or nothing.
[[nodiscard]] std::optional<subject> weakest_named(std::string_view name);

/// Drives the objects of `p`, of every family, as the weakest machine of `liberties` does.
[[nodiscard]] std::unique_ptr<driver> make_weakest_driver(const program& p, const model::profile& liberties);

}  // namespace selvage::check
