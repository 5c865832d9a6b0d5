#pragma once

#include <functional>
#include <span>
#include <vector>

#include "src/check/suite/liberties.h"
#include "src/check/suite/suite.h"

namespace selvage::check {

/// A violation of `strict`, and what excuses it.
struct judged_violation {
  std::size_t item{};  ///< of the suite
  violation what;
  std::vector<liberty_set> excuses;  ///< the smallest sets under which its execution conforms; none: it never does
};

/// Under which liberties a subject conforms, as far as a suite shows.
struct inference {
  liberty_set liberties{};               ///< the smallest set that excuses all that can be excused
  std::vector<judged_violation> found;   ///< in the order in which they were met
  std::vector<campaign_result> results;  ///< of the suite held to `liberties`: what is violated there has no excuse

  [[nodiscard]] bool conforms() const;
};

/// Holds a subject to strict, finds the smallest set of liberties that excuses what it violates, holds it to that, and
/// so on until nothing new is found. `options.each.held_to` does not count. Each round is one run_suite, and there is
/// at most one more of them than sets of liberties. Throws what run_suite throws.
[[nodiscard]] inference infer_liberties(const subject& s, std::span<const suite_item> items,
                                        const suite_options& options,
                                        const std::function<void(const shared_progress&)>& tick);

}  // namespace selvage::check
