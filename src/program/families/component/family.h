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

[[nodiscard]] std::unique_ptr<driver> make_component_driver(const selvage_subject& subject);

/// A program of one or two tokens of a component, or of a background worker. The subject has components.
[[nodiscard]] program generate_component(random_source& random, const capabilities& can,
                                         const generator_limits& limits);

[[nodiscard]] std::span<const scenario> component_scenarios() noexcept;

extern const family_guards component_guards;

}  // namespace selvage::check
