#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "src/engine/engine.h"
#include "src/engine/strategy.h"
#include "src/explore/watching.h"

namespace selvage::check {

/// How a campaign explores.
struct exploration {
  std::string strategy{"portfolio"};
  std::uint64_t seed{1};
  unsigned preemption_bound{3};  ///< of the strategy `dfs`
  engine::settings engine;
  watching watched;

  /// "portfolio", or "portfolio, weak memory".
  [[nodiscard]] std::string words() const { return strategy + (engine.weak_memory ? ", weak memory" : ""); }

  friend bool operator==(const exploration& a, const exploration& b);
};

/// Makes the strategy of an exploration. Throws std::invalid_argument, one sentence, for an unknown name.
[[nodiscard]] std::unique_ptr<engine::strategy> make_strategy(const exploration& how);

}  // namespace selvage::check
