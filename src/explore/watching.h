#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "src/engine/address_set.h"
#include "src/engine/engine.h"

namespace selvage::check {

/// Which executions of a program the detectors watch, and which heap each execution has.
struct watching {
  std::string detect{"none"};  ///< which detectors: "all", "none", or some of "races" and "heap" with a comma
  unsigned every{1};           ///< of so many executions one is watched
  bool heaps_in_turn{true};    ///< false: every execution has the heap that the engine's settings name
  /// Where plain accesses are scheduling points, as detect::place_text names places: those of a race that is known.
  /// Other races say nothing new then, and are not reported.
  std::vector<std::string> points{};

  /// A function of the execution's number alone, so that any number of workers does the same; and of each group of
  /// `every` another one than of the group before, so that each worker has its share.
  [[nodiscard]] bool watches(std::uint64_t execution) const noexcept {
    return detect != "none" && execution % every == (execution / every + every - 1) % every;
  }
  /// Executions that are watched have the heap that finds uses after free, unless all of them are: then the two heaps
  /// take turns. `otherwise` is the settings'.
  [[nodiscard]] engine::heap_mode heap(std::uint64_t execution, engine::heap_mode otherwise) const noexcept;

  friend bool operator==(const watching&, const watching&) = default;
};

/// The places as addresses here; those that are not here are left out. For `settings.racy`. Loads nothing; the images
/// must be there. The first call reserves the heap of that many bytes.
[[nodiscard]] engine::address_set addresses_of(const std::vector<std::string>& points, std::uint64_t heap_bytes);

/// The places of the races among `findings`. Call it before the next execution.
[[nodiscard]] std::vector<std::string> raced_places(std::span<const engine::finding> findings);

[[nodiscard]] const char* name(engine::heap_mode m) noexcept;

}  // namespace selvage::check
