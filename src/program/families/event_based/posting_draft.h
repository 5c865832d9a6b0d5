#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/label.h"
#include "selvage/subject.h"
#include "src/program/capabilities.h"
#include "src/program/generator_limits.h"
#include "src/program/program.h"
#include "src/program/random.h"
#include "src/program/weighted.h"

namespace selvage::check {

/// A program of objects that post, as it comes about.
class posting_draft {
 public:
  posting_draft(random_source& random, const capabilities& can, const generator_limits& limits)
      : random_(random), can_(can), limits_(limits) {}

  void add(const std::string& name, const model::object_spec& spec) { made_.objects.push_back({name, spec, {}}); }

  void add_threads(std::size_t threads, std::span<const weighted_operation> table) {
    auto left = std::max(limits_.total, threads);
    for (std::size_t t = 0; t < threads; ++t) {
      const auto most = std::min(limits_.operations, left - (threads - t - 1));
      const auto n = std::min(most, std::size_t{1} + random_.below(3) + (random_.chance(20) ? random_.below(3) : 0));
      left -= n;
      made_.threads.push_back(several(n, table));
    }
  }

  void begin_with(model::operation op) {
    if (can_.has(op)) made_.threads[0].insert(made_.threads[0].begin(), call(op));
  }

  void add_callback(std::size_t object, std::span<const weighted_operation> table, bool without_completion = false) {
    made_.objects[object].callback = several(1 + random_.below(2), table);
    // In a program's text a callback knows the objects before its own.
    for (auto& o : made_.objects[object].callback)
      o.objects[0] = std::min(o.objects[0], static_cast<std::uint8_t>(object));
    if (!without_completion) return;
    std::erase_if(made_.objects[object].callback,
                  [](const auto& o) { return o.op == model::operation::post_completed; });
  }

  /// Leaves at most `most` calls of `op`.
  void limit(model::operation op, std::size_t most) {
    std::size_t kept = 0;
    for (auto& t : made_.threads) std::erase_if(t, [&](const auto& o) { return o.op == op && ++kept > most; });
    std::erase_if(made_.threads, [](const auto& t) { return t.empty(); });
  }

  program take() { return std::move(made_); }

 private:
  std::vector<program_operation> several(std::size_t n, std::span<const weighted_operation> table) {
    std::vector<program_operation> operations;
    while (operations.size() < n) {
      const auto op = draw(random_, table, can_);
      if (op == model::operation::none) throw subject_error("the subject has no operation to make a program of");
      operations.push_back(call(op));
    }
    return operations;
  }

  program_operation call(model::operation op) {
    program_operation o;
    o.op = op;
    o.object_count = 1;
    o.objects[0] = static_cast<std::uint8_t>(random_.below(made_.objects.size()));
    return o;
  }

  random_source& random_;
  const capabilities& can_;
  const generator_limits& limits_;
  program made_;
};

/// `weights` of a pool, a message loop, posts that run at once and posts that throw.
inline void draw_context(random_source& random, const capabilities& can, std::array<unsigned, 4> weights,
                         model::object_spec& spec) {
  constexpr std::array lacks = {SELVAGE_LACKS_POOL_CONTEXT, SELVAGE_LACKS_LOOP_CONTEXT, SELVAGE_LACKS_INLINE_CONTEXT,
                                SELVAGE_LACKS_THROWING_CONTEXT};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (can.lacks(lacks[i])) weights[i] = 0;
  }
  if (std::ranges::count(weights, 0U) == 4) throw subject_error("the subject lacks every context to run posts in");
  const auto context = random.weighted(weights);
  spec.loop_context = context == 1;
  spec.inline_context = context == 2;
  spec.throwing_context = context == 3;
}

}  // namespace selvage::check
