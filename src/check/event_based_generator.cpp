#include "src/check/event_based_generator.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace selvage::check {
namespace {

using model::object_kind;
using model::object_spec;
using model::operation;

struct weight {
  operation op;
  unsigned of_hundred;
};

constexpr std::array uses = {weight{operation::create, 8},          weight{operation::post, 34},
                             weight{operation::post_completed, 24}, weight{operation::operation_completed, 12},
                             weight{operation::abandon, 6},         weight{operation::outstanding, 8},
                             weight{operation::post_nothing, 4},    weight{operation::complete_nothing, 4}};

// A post in a callback would go on for ever.
constexpr std::array uses_in_callback = {weight{operation::post_completed, 40},
                                         weight{operation::operation_completed, 20}, weight{operation::outstanding, 15},
                                         weight{operation::post_nothing, 10}, weight{operation::abandon, 15}};

constexpr std::array runs = {weight{operation::run_async, 45}, weight{operation::cancel_async, 30},
                             weight{operation::is_busy, 15}, weight{operation::retry, 10}};

constexpr std::array runs_in_callback = {weight{operation::cancel_async, 40}, weight{operation::is_busy, 25},
                                         weight{operation::retry, 35}};

class draft {
 public:
  draft(random_source& random, const capabilities& can, const generator_limits& limits)
      : random_(random), can_(can), limits_(limits) {}

  void add(const std::string& name, const object_spec& spec) { made_.objects.push_back({name, spec, {}}); }

  void add_threads(std::size_t threads, std::span<const weight> table) {
    auto left = std::max(limits_.total, threads);
    for (std::size_t t = 0; t < threads; ++t) {
      const auto most = std::min(limits_.operations, left - (threads - t - 1));
      const auto n = std::min(most, std::size_t{1} + random_.below(3) + (random_.chance(20) ? random_.below(3) : 0));
      left -= n;
      made_.threads.push_back(several(n, table));
    }
  }

  void begin_with(operation op) {
    if (can_.has(op)) made_.threads[0].insert(made_.threads[0].begin(), call(op));
  }

  void add_callback(std::size_t object, std::span<const weight> table, bool without_completion = false) {
    made_.objects[object].callback = several(1 + random_.below(2), table);
    // In a program's text a callback knows the objects before its own.
    for (auto& o : made_.objects[object].callback)
      o.objects[0] = std::min(o.objects[0], static_cast<std::uint8_t>(object));
    if (!without_completion) return;
    std::erase_if(made_.objects[object].callback, [](const auto& o) { return o.op == operation::post_completed; });
  }

  /// Leaves at most `most` calls of `op`.
  void limit(operation op, std::size_t most) {
    std::size_t kept = 0;
    for (auto& t : made_.threads) std::erase_if(t, [&](const auto& o) { return o.op == op && ++kept > most; });
    std::erase_if(made_.threads, [](const auto& t) { return t.empty(); });
  }

  program take() { return std::move(made_); }

 private:
  std::vector<program_operation> several(std::size_t n, std::span<const weight> table) {
    std::vector<program_operation> operations;
    while (operations.size() < n) operations.push_back(call(draw(table)));
    return operations;
  }

  program_operation call(operation op) {
    program_operation o;
    o.op = op;
    o.object_count = 1;
    o.objects[0] = static_cast<std::uint8_t>(random_.below(made_.objects.size()));
    return o;
  }

  operation draw(std::span<const weight> table) {
    std::array<unsigned, 8> weights{};
    unsigned sum = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      if (can_.has(table[i].op)) weights[i] = table[i].of_hundred;
      sum += weights[i];
    }
    if (sum == 0) throw subject_error("the subject has no operation to make a program of");
    return table[random_.weighted(std::span<const unsigned>(weights.data(), table.size()))].op;
  }

  random_source& random_;
  const capabilities& can_;
  const generator_limits& limits_;
  program made_;
};

/// `weights` of a pool, a message loop, posts that run at once and posts that throw.
void draw_context(random_source& random, const capabilities& can, std::array<unsigned, 4> weights, object_spec& spec) {
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

}  // namespace

program generate_event_based(random_source& random, const capabilities& can, const generator_limits& limits) {
  object_spec spec;
  spec.kind = object_kind::async_operation;
  draw_context(random, can, {45, 25, 20, 10}, spec);
  draft made(random, can, limits);
  made.add("p0", spec);
  // Two callbacks run at once at most: inline that is as many as there are threads.
  const std::size_t most = std::min<std::size_t>(limits.threads, spec.inline_context ? 2 : 3);
  const std::size_t threads = 1 + random.below(most);
  made.add_threads(threads, uses);
  if (random.chance(90)) made.begin_with(operation::create);
  if (random.chance(40)) made.add_callback(0, uses_in_callback, spec.inline_context && threads > 1);
  return made.take();
}

program generate_component(random_source& random, const capabilities& can, const generator_limits& limits) {
  constexpr std::size_t runs_of_a_program = 5;
  object_spec spec;
  const bool worker = can.has_workers() && (!can.has_tokens() || random.chance(45));
  spec.kind = worker ? object_kind::background_worker : object_kind::component_operation;
  // One context for all, for two callbacks run at once at most.
  draw_context(random, can, {40, 30, 30, 0}, spec);
  spec.failing = random.chance(20) && !can.lacks(SELVAGE_LACKS_FAILING);
  spec.uncancellable = worker && random.chance(15);
  draft made(random, can, limits);
  const std::size_t objects = !worker && limits.objects > 1 && random.chance(35) ? 2 : 1;
  for (std::size_t i = 0; i < objects; ++i) made.add((worker ? "w" : "c") + std::to_string(i), spec);
  made.add_threads(1 + random.below(std::min<std::size_t>(limits.threads, 3)), runs);
  if (random.chance(90)) made.begin_with(operation::run_async);
  made.limit(operation::run_async, runs_of_a_program);
  for (std::size_t i = 0; i < objects; ++i) {
    if (random.chance(45)) made.add_callback(i, runs_in_callback);
  }
  return made.take();
}

}  // namespace selvage::check
