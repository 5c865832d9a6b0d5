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

[[nodiscard]] std::unique_ptr<driver> make_async_result_driver(const selvage_subject& subject);

/// A program of one or two asynchronous operations, weighted towards collisions of completion, End and the wait handle.
/// Operations that have not begun are begun by the first thread, mostly. The subject has async results.
[[nodiscard]] program generate_async_results(random_source& random, const capabilities& can,
                                             const generator_limits& limits);

[[nodiscard]] std::span<const scenario> apm_scenarios() noexcept;

extern const family_guards async_result_guards;

}  // namespace selvage::check
