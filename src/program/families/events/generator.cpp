#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "model/operation.h"
#include "src/program/families/events/family.h"
#include "src/program/weighted.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

constexpr std::array event_weights = {
    weighted_operation{operation::wait, 34},    weighted_operation{operation::set, 26},
    weighted_operation{operation::reset, 14},   weighted_operation{operation::close, 9},
    weighted_operation{operation::pulse, 4},    weighted_operation{operation::wait_any, 5},
    weighted_operation{operation::wait_all, 5}, weighted_operation{operation::signal_and_wait, 3}};

/// Those that use several objects.
constexpr std::array of_several = {operation::wait_any, operation::wait_all, operation::signal_and_wait};

class draft {
 public:
  draft(random_source& random, const capabilities& can, const generator_limits& limits)
      : random_(random), can_(can), limits_(limits) {}

  program make() {
    make_events();
    if (program_.objects.size() < 2)
      for (const auto op : of_several) can_.leave_out(op);
    program_.threads = draw_threads(
        random_, limits_, [this] { return draw_length(random_); },
        [this] {
          const auto op = draw(random_, event_weights, can_);
          if (op == operation::none) throw subject_error("the subject has no operation to make a program of");
          return fill(op);
        });
    return std::move(program_);
  }

 private:
  void make_events() {
    constexpr std::array<unsigned, 3> counts = {60, 28, 12};
    const auto n = std::min<std::size_t>(random_.weighted(counts) + 1, limits_.objects);
    for (std::size_t i = 0; i < n; ++i) {
      program_object o;
      if (i > 0 && can_.has_duplicates() && random_.chance(30)) {
        o.spec.kind = object_kind::duplicate;
        o.spec.original = original();
        o.name = "d" + std::to_string(i);
      } else {
        o.spec.kind = random_.chance(55) ? object_kind::manual_reset_event : object_kind::auto_reset_event;
        o.spec.initially_set = random_.chance(20);
        o.name = "e" + std::to_string(i);
      }
      program_.objects.push_back(o);
    }
  }

  std::uint8_t original() {
    auto i = static_cast<std::uint8_t>(random_.below(program_.objects.size()));
    const auto& spec = program_.objects[i].spec;
    return spec.kind == object_kind::duplicate ? spec.original : i;
  }

  program_operation fill(operation op) {
    program_operation o;
    o.op = op;
    const auto objects = program_.objects.size();
    if (std::ranges::find(of_several, op) != of_several.end()) {
      o.object_count = static_cast<std::uint8_t>(
          op == operation::signal_and_wait ? 2 : 2 + random_.below(std::min(objects, model::max_label_objects) - 1));
      const auto first = random_.below(objects);
      const auto direction = random_.chance(50) ? std::size_t{1} : objects - 1;
      for (std::size_t i = 0; i < o.object_count; ++i) {
        o.objects[i] = static_cast<std::uint8_t>((first + i * direction) % objects);
      }
    } else {
      o.object_count = 1;
      o.objects[0] = static_cast<std::uint8_t>(random_.below(objects));
    }
    if (model::info(op).waits && random_.chance(25)) o.timeout_ms = static_cast<std::int32_t>(10 * random_.below(3));
    return o;
  }

  random_source& random_;
  capabilities can_;
  const generator_limits& limits_;
  program program_;
};

}  // namespace

program generate_events(random_source& random, const capabilities& can, const generator_limits& limits) {
  return draft(random, can, limits).make();
}

}  // namespace selvage::check
