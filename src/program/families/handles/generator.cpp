#include "src/program/families/handles/family.h"

#include <array>
#include <cstdint>
#include <string>

#include "src/program/weighted.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

constexpr std::array handle_weights = {
    weighted_operation{operation::add_ref, 30}, weighted_operation{operation::release, 30},
    weighted_operation{operation::dispose, 25}, weighted_operation{operation::set_invalid, 7},
    weighted_operation{operation::is_closed, 8}};

}  // namespace

program generate_handles(random_source& random, const capabilities& can, const generator_limits& limits) {
  program made;
  const auto n = random.chance(85) ? 1U : 2U;
  for (unsigned i = 0; i < n && i < limits.objects; ++i) {
    program_object o{"h" + std::to_string(i), {}, {}};
    o.spec.kind = object_kind::safe_handle;
    o.spec.owns = !random.chance(8);
    o.spec.valid = !random.chance(8);
    made.objects.push_back(o);
  }
  made.threads = draw_threads(
      random, limits, [&] { return draw_length(random); },
      [&] {
        program_operation called;
        called.op = draw(random, handle_weights, can);
        if (called.op == operation::none) throw subject_error("the subject has no operation to make a program of");
        called.object_count = 1;
        called.objects[0] = static_cast<std::uint8_t>(random.below(made.objects.size()));
        return called;
      });
  return made;
}

}  // namespace selvage::check
