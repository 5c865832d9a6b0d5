#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "src/program/capabilities.h"
#include "src/program/generator_limits.h"
#include "src/program/program.h"
#include "src/program/random.h"

namespace selvage::check {

struct weighted_operation {
  model::operation op;
  unsigned of_hundred;
};

/// One of the operations that the subject can do; `none` when it can do none of them.
[[nodiscard]] inline model::operation draw(random_source& random, std::span<const weighted_operation> table,
                                           const capabilities& can) {
  std::vector<unsigned> weights;
  for (const auto& w : table) weights.push_back(can.has(w.op) ? w.of_hundred : 0);
  if (std::ranges::all_of(weights, [](unsigned w) { return w == 0; })) return model::operation::none;
  return table[random.weighted(weights)].op;
}

/// Two to four threads of operations that `next` makes, within the limits; `length` says how many a thread would have.
template <class Length, class Next>
[[nodiscard]] std::vector<std::vector<program_operation>> draw_threads(random_source& random,
                                                                       const generator_limits& limits, Length length,
                                                                       Next next) {
  constexpr std::array<unsigned, 3> counts = {50, 35, 15};
  const auto threads = std::min<std::size_t>(random.weighted(counts) + 2, limits.threads);
  auto left = std::max(limits.total, threads);
  std::vector<std::vector<program_operation>> made;
  for (std::size_t t = 0; t < threads; ++t) {
    const auto most = std::min(limits.operations, left - (threads - t - 1));
    const auto n = std::min<std::size_t>(most, length());
    left -= n;
    std::vector<program_operation>& operations = made.emplace_back();
    while (operations.size() < n) operations.push_back(next());
  }
  return made;
}

/// Of one to four operations.
template <class Next>
[[nodiscard]] std::vector<std::vector<program_operation>> draw_threads(random_source& random,
                                                                       const generator_limits& limits, Next next) {
  return draw_threads(
      random, limits, [&] { return 1 + random.below(4); }, next);
}

/// The length of a thread on handles or events: of one to five operations, mostly of three at most.
[[nodiscard]] inline std::uint64_t draw_length(random_source& random) {
  return 1 + random.below(3) + (random.chance(20) ? random.below(3) : 0);
}

}  // namespace selvage::check
