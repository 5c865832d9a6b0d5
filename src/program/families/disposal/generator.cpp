#include "src/program/families/disposal/family.h"

#include <array>

#include "src/program/weighted.h"

namespace selvage::check {
namespace {

using model::operation;

constexpr std::array weights = {weighted_operation{operation::use, 26}, weighted_operation{operation::start, 14},
                                weighted_operation{operation::finish, 16},
                                weighted_operation{operation::dispose_sync, 14},
                                weighted_operation{operation::dispose_async, 30}};

}  // namespace

program generate_disposal(random_source& random, const capabilities& can, const generator_limits& limits) {
  program made;
  program_object o;
  o.name = "d0";
  o.spec.kind = model::object_kind::async_disposable;
  o.spec.joining = random.chance(40);
  o.spec.failing = random.chance(20);
  made.objects.push_back(o);
  made.threads = draw_threads(random, limits, [&] {
    program_operation called;
    called.op = draw(random, weights, can);
    if (called.op == operation::none) throw subject_error("the subject has no operation to make a program of");
    called.object_count = 1;
    return called;
  });
  return made;
}

}  // namespace selvage::check
