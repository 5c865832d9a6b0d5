#include <algorithm>
#include <array>
#include <string>

#include "src/program/families/event_based/family.h"
#include "src/program/families/event_based/posting_draft.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::object_spec;
using model::operation;

constexpr std::array uses = {
    weighted_operation{operation::create, 8},          weighted_operation{operation::post, 34},
    weighted_operation{operation::post_completed, 24}, weighted_operation{operation::operation_completed, 12},
    weighted_operation{operation::abandon, 6},         weighted_operation{operation::outstanding, 8},
    weighted_operation{operation::post_nothing, 4},    weighted_operation{operation::complete_nothing, 4}};

// A post in a callback would go on for ever.
constexpr std::array uses_in_callback = {
    weighted_operation{operation::post_completed, 40}, weighted_operation{operation::operation_completed, 20},
    weighted_operation{operation::outstanding, 15}, weighted_operation{operation::post_nothing, 10},
    weighted_operation{operation::abandon, 15}};

}  // namespace

program generate_event_based(random_source& random, const capabilities& can, const generator_limits& limits) {
  object_spec spec;
  spec.kind = object_kind::async_operation;
  draw_context(random, can, {45, 25, 20, 10}, spec);
  posting_draft made(random, can, limits);
  made.add("p0", spec);
  // Two callbacks run at once at most: inline that is as many as there are threads.
  const std::size_t most = std::min<std::size_t>(limits.threads, spec.inline_context ? 2 : 3);
  const std::size_t threads = 1 + random.below(most);
  made.add_threads(threads, uses);
  if (random.chance(90)) made.begin_with(operation::create);
  if (random.chance(40)) made.add_callback(0, uses_in_callback, spec.inline_context && threads > 1);
  return made.take();
}

}  // namespace selvage::check
