#pragma once

#include <memory>
#include <span>

#include "selvage/subject.h"
#include "src/program/capabilities.h"
#include "src/program/driver.h"
#include "src/program/family_guards.h"
#include "src/program/generator_limits.h"
#include "src/program/program.h"
#include "src/program/random.h"
#include "src/program/scenario.h"

namespace selvage::check {

[[nodiscard]] std::unique_ptr<driver> make_registration_driver(const selvage_subject& subject);

/// A program of one or two registered waits, the events they are of and one to be set in the end, weighted towards
/// collisions of set and unregister. Every such program ends: what repeats is reset or unregistered by its callback.
/// The subject has registrations.
[[nodiscard]] program generate_registrations(random_source& random, const capabilities& can,
                                             const generator_limits& limits);

[[nodiscard]] std::span<const scenario> registration_scenarios() noexcept;

extern const family_guards registration_guards;

}  // namespace selvage::check
