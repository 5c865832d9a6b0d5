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

[[nodiscard]] std::unique_ptr<driver> make_event_driver(const selvage_subject& subject);

/// A program of one to three events, duplicates among them, and two to four threads that use them. The subject has
/// events.
[[nodiscard]] program generate_events(random_source& random, const capabilities& can, const generator_limits& limits);

[[nodiscard]] std::span<const scenario> event_scenarios() noexcept;

extern const family_guards event_guards;

}  // namespace selvage::check
