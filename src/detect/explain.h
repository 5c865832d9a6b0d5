#pragma once

#include <string>
#include <vector>

#include "src/detect/detector.h"
#include "src/engine/engine.h"

namespace selvage::detect {

/// The findings of an execution with their sentences and stacks. Owns what it holds.
struct explanation {
  bool reproduced{};  ///< the second run found the same; stacks are empty when it did not
  std::vector<engine::finding> findings;
  std::vector<engine::finding> warnings;
};

/// The events at which `e`'s findings, warnings and notes want stacks, for who runs the schedule again by other means.
[[nodiscard]] std::vector<std::uint32_t> events_of(const engine::execution& e);

/// Fills in sentences, and the stacks that `watch` captured in the run of the same schedule just made.
void fill_in(const detector& watch, std::vector<engine::finding>& findings);

/// Runs the schedule of `e`, the last execution, once more and says what it showed. `options.watch` must be `watch`,
/// and `options` those of that execution; `e` is of the second run afterwards. Not from controlled code.
[[nodiscard]] explanation explain(detector& watch, engine::thread_function body, void* argument,
                                  const engine::settings& options, engine::execution& e);

}  // namespace selvage::detect
