#include "src/check/generator.h"

#include "model/operation.h"

#include <algorithm>
#include <array>
#include <vector>

#include "src/check/async_result_generator.h"
#include "src/check/disposal_generator.h"
#include "src/check/event_based_generator.h"
#include "src/check/random.h"
#include "src/check/registration_generator.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

struct weight {
  operation op;
  unsigned of_hundred;
};

constexpr std::array event_weights = {weight{operation::wait, 34},    weight{operation::set, 26},
                                      weight{operation::reset, 14},   weight{operation::close, 9},
                                      weight{operation::pulse, 4},    weight{operation::wait_any, 5},
                                      weight{operation::wait_all, 5}, weight{operation::signal_and_wait, 3}};

constexpr std::array handle_weights = {weight{operation::add_ref, 30}, weight{operation::release, 30},
                                       weight{operation::dispose, 25}, weight{operation::set_invalid, 7},
                                       weight{operation::is_closed, 8}};

class generator {
 public:
  generator(std::uint64_t seed, std::uint64_t index, const capabilities& can, const generator_limits& limits)
      : random_(seed ^ (index * 0xd1342543de82ef95U + 0x2545f4914f6cdd1dU)), can_(can), limits_(limits) {
    random_.next();
  }

  program make() {
    if (can_.has_registrations() && random_.chance(6)) return generate_registrations(random_, can_, limits_);
    if (!can_.has_events() && !can_.has_handles()) return of_a_pattern();
    if (can_.has_async_results() && random_.chance(15)) return generate_async_results(random_, can_, limits_);
    if (can_.has_event_based() && random_.chance(10)) return generate_event_based(random_, can_, limits_);
    if (can_.has_components() && random_.chance(10)) return generate_component(random_, can_, limits_);
    if (can_.has_disposal() && random_.chance(15)) return generate_disposal(random_, can_, limits_);
    const bool handles = can_.has_handles() && (!can_.has_events() || random_.chance(20));
    if (handles) {
      make_handles();
    } else {
      make_events();
    }
    make_threads([this, handles] { return handles ? draw(handle_weights) : draw(event_weights); });
    return std::move(program_);
  }

 private:
  /// Of a subject that has nothing else.
  program of_a_pattern() {
    using generate = program (*)(random_source&, const capabilities&, const generator_limits&);
    std::vector<generate> there;
    if (can_.has_async_results()) there.push_back(generate_async_results);
    if (can_.has_event_based()) there.push_back(generate_event_based);
    if (can_.has_components()) there.push_back(generate_component);
    if (can_.has_disposal()) there.push_back(generate_disposal);
    if (there.empty()) throw subject_error("the subject has no operation to make a program of");
    return there[there.size() == 1 ? 0 : random_.below(there.size())](random_, can_, limits_);
  }

  void make_handles() {
    const auto n = random_.chance(85) ? 1U : 2U;
    for (unsigned i = 0; i < n && i < limits_.objects; ++i) {
      program_object o{"h" + std::to_string(i), {}, {}};
      o.spec.kind = object_kind::safe_handle;
      o.spec.owns = !random_.chance(8);
      o.spec.valid = !random_.chance(8);
      program_.objects.push_back(o);
    }
  }

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

  template <class Draw>
  void make_threads(Draw next) {
    constexpr std::array<unsigned, 3> counts = {50, 35, 15};
    const auto threads = std::min<std::size_t>(random_.weighted(counts) + 2, limits_.threads);
    auto left = limits_.total;
    for (std::size_t t = 0; t < threads; ++t) {
      const auto most = std::min(limits_.operations, left - (threads - t - 1));
      const auto n = std::min(most, std::size_t{1} + random_.below(3) + (random_.chance(20) ? random_.below(3) : 0));
      left -= n;
      std::vector<program_operation> operations;
      while (operations.size() < n) {
        const auto op = next();
        if (op == operation::none) throw subject_error("the subject has no operation to make a program of");
        operations.push_back(fill(op));
      }
      program_.threads.push_back(std::move(operations));
    }
  }

  template <std::size_t N>
  operation draw(const std::array<weight, N>& table) {
    std::array<unsigned, N> weights{};
    unsigned sum = 0;
    for (std::size_t i = 0; i < N; ++i) {
      if (can_.has(table[i].op) && fits(table[i].op)) weights[i] = table[i].of_hundred;
      sum += weights[i];
    }
    return sum == 0 ? operation::none : table[random_.weighted(weights)].op;
  }

  [[nodiscard]] bool fits(operation op) const {
    const bool several = op == operation::wait_any || op == operation::wait_all || op == operation::signal_and_wait;
    return !several || program_.objects.size() > 1;
  }

  program_operation fill(operation op) {
    program_operation o;
    o.op = op;
    const auto objects = program_.objects.size();
    if (op == operation::wait_any || op == operation::wait_all || op == operation::signal_and_wait) {
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

  random_source random_;
  const capabilities& can_;
  const generator_limits& limits_;
  program program_;
};

}  // namespace

program generate_program(std::uint64_t seed, std::uint64_t index, const capabilities& can,
                         const generator_limits& limits) {
  constexpr std::uint64_t tries = 200;
  for (std::uint64_t i = 0; i < tries; ++i) {
    auto p = generator(seed + (i << 32U), index, can, limits).make();
    if (can.missing(p).empty()) return p;
  }
  throw subject_error("the subject lacks something that every generated program needs");
}

}  // namespace selvage::check
