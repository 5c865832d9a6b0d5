#include "src/program/families/async_result/family.h"

#include <array>
#include <string>

#include "src/program/weighted.h"

namespace selvage::check {
namespace {

using model::operation;

constexpr std::int32_t some_time = 10;

constexpr std::array client_weights = {
    weighted_operation{operation::complete, 27},    weighted_operation{operation::end, 24},
    weighted_operation{operation::wait_handle, 20}, weighted_operation{operation::is_completed, 10},
    weighted_operation{operation::begin, 4},        weighted_operation{operation::completed_synchronously, 7},
    weighted_operation{operation::close_handle, 8}};

constexpr std::array callback_weights = {
    weighted_operation{operation::end, 45}, weighted_operation{operation::wait_handle, 20},
    weighted_operation{operation::is_completed, 20}, weighted_operation{operation::completed_synchronously, 15}};

program_object one_operation(random_source& random, std::size_t number) {
  program_object o;
  o.name = "o" + std::to_string(number);
  o.spec.kind = model::object_kind::async_result;
  o.spec.synchronous = random.chance(15);
  o.spec.begun = !o.spec.synchronous && random.chance(85);
  o.spec.failing = random.chance(20);
  o.spec.silent = random.chance(45);
  return o;
}

program_operation use(random_source& random, operation op, std::size_t object, std::size_t objects) {
  program_operation o;
  o.op = op;
  o.object_count = 1;
  o.objects[0] = static_cast<std::uint8_t>(object);
  if (op == operation::end && objects > 1 && random.chance(15)) {
    o.object_count = 2;
    o.objects[1] = static_cast<std::uint8_t>((object + 1) % objects);
  }
  if (op == operation::wait_handle && random.chance(45)) o.timeout_ms = random.chance(50) ? 0 : some_time;
  return o;
}

operation one_of(random_source& random, std::span<const weighted_operation> table, const capabilities& can) {
  const operation op = draw(random, table, can);
  if (op == operation::none) throw subject_error("the subject has no operation to make a program of");
  return op;
}

}  // namespace

program generate_async_results(random_source& random, const capabilities& can, const generator_limits& limits) {
  program made;
  const std::size_t objects = limits.objects > 1 && random.chance(25) ? 2 : 1;
  for (std::size_t i = 0; i < objects; ++i) made.objects.push_back(one_operation(random, i));
  for (std::size_t i = 0; i < objects; ++i) {
    if (made.objects[i].spec.silent) continue;
    for (auto n = random.below(3); n > 0; --n)
      made.objects[i].callback.push_back(use(random, one_of(random, callback_weights, can), i, 1));
  }
  made.threads = draw_threads(
      random, limits, [&] { return use(random, one_of(random, client_weights, can), random.below(objects), objects); });
  for (std::size_t i = 0; i < objects; ++i) {
    auto& first = made.threads.front();
    if (!made.objects[i].spec.begun && can.has(operation::begin) && random.chance(90))
      first.insert(first.begin(), use(random, operation::begin, i, 1));
  }
  return made;
}

}  // namespace selvage::check
