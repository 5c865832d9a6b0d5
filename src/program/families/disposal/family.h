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

[[nodiscard]] std::unique_ptr<driver> make_disposal_driver(const selvage_subject& subject);

/// A program of one object with asynchronous disposal, weighted towards disposals with operations in flight. The
/// subject has such objects.
[[nodiscard]] program generate_disposal(random_source& random, const capabilities& can, const generator_limits& limits);

[[nodiscard]] std::span<const scenario> disposal_scenarios() noexcept;

extern const family_guards disposal_guards;

}  // namespace selvage::check
