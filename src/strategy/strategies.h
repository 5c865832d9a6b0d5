#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "src/engine/strategy.h"

namespace selvage::strategy {

struct options {
  std::uint64_t seed{};
  /// dfs: the largest number of preemptions explored; bounds 0, 1, … are taken in turn.
  unsigned preemption_bound{3};
};

struct entry {
  std::string_view name;
  std::string_view description;
  std::unique_ptr<engine::strategy> (*make)(const options&);
  bool by_index;  ///< execution i depends on (seed, i) alone, so a campaign can be split
};

/// All strategies; the default one first.
[[nodiscard]] std::span<const entry> all() noexcept;

/// The strategy with that name, or null.
[[nodiscard]] const entry* named(std::string_view name) noexcept;

}  // namespace selvage::strategy
