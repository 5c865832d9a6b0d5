#include <algorithm>
#include <array>
#include <string>

#include "src/program/families/component/family.h"
#include "src/program/families/event_based/posting_draft.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::object_spec;
using model::operation;

constexpr std::array runs = {weighted_operation{operation::run_async, 45},
                             weighted_operation{operation::cancel_async, 30},
                             weighted_operation{operation::is_busy, 15}, weighted_operation{operation::retry, 10}};

constexpr std::array runs_in_callback = {weighted_operation{operation::cancel_async, 40},
                                         weighted_operation{operation::is_busy, 25},
                                         weighted_operation{operation::retry, 35}};

}  // namespace

program generate_component(random_source& random, const capabilities& can, const generator_limits& limits) {
  constexpr std::size_t runs_of_a_program = 5;
  object_spec spec;
  const bool worker = can.has_workers() && (!can.has_tokens() || random.chance(45));
  spec.kind = worker ? object_kind::background_worker : object_kind::component_operation;
  // One context for all, for two callbacks run at once at most.
  draw_context(random, can, {40, 30, 30, 0}, spec);
  spec.failing = random.chance(20) && !can.lacks(SELVAGE_LACKS_FAILING);
  spec.uncancellable = worker && random.chance(15);
  posting_draft made(random, can, limits);
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
