#include "src/program/generator.h"

#include <vector>

#include "src/program/families/async_result/family.h"
#include "src/program/families/component/family.h"
#include "src/program/families/disposal/family.h"
#include "src/program/families/event_based/family.h"
#include "src/program/families/events/family.h"
#include "src/program/families/handles/family.h"
#include "src/program/families/registration/family.h"
#include "src/program/random.h"

namespace selvage::check {
namespace {

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
    return (handles ? generate_handles : generate_events)(random_, can_, limits_);
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

  random_source random_;
  const capabilities& can_;
  const generator_limits& limits_;
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
