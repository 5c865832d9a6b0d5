#pragma once

#include <cstdint>
#include <string>

#include "src/engine/engine.h"

namespace selvage::check {

/// Which executions of a program the detectors watch, and which heap each execution has.
struct watching {
  std::string detect{"none"};  ///< which detectors: "all", "none", or some of "races" and "heap" with a comma
  unsigned every{1};           ///< of so many executions one, the last, is watched
  bool heaps_in_turn{true};    ///< false: every execution has the heap that the engine's settings name

  /// A function of the execution's number alone, so that any number of workers does the same.
  [[nodiscard]] bool watches(std::uint64_t execution) const noexcept {
    return detect != "none" && execution % every == every - 1;
  }
  /// Executions that are watched have the heap that finds uses after free, unless all of them are: then the two heaps
  /// take turns. `otherwise` is the settings'.
  [[nodiscard]] engine::heap_mode heap(std::uint64_t execution, engine::heap_mode otherwise) const noexcept;

  friend bool operator==(const watching&, const watching&) = default;
};

[[nodiscard]] const char* name(engine::heap_mode m) noexcept;

}  // namespace selvage::check
