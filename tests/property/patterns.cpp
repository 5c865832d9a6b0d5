// property_patterns FAMILY [SUBJECT]: generated programs of one family conform on the reference, in every schedule
// explored; on SUBJECT, a seeded bug, some do not, and the smallest one is small. Exit status: 0 as expected, 1 not, 2
// usage.
#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>

#include "generators.h"
#include "src/check/subject/subject_library.h"
#include "src/check/suite/campaign.h"
#include "src/program/families/async_result/family.h"
#include "src/program/families/component/family.h"
#include "src/program/families/disposal/family.h"
#include "src/program/families/event_based/family.h"
#include "src/program/smaller_programs.h"

namespace selvage::check {
namespace {

using generate = program (*)(random_source&, const capabilities&, const generator_limits&);

rc::Seq<rc::Shrinkable<program>> shrinks(const program& p);

rc::Shrinkable<program> shrinkable(const program& p) {
  return rc::shrinkable::lambda([p] { return p; }, [p] { return shrinks(p); });
}

rc::Seq<rc::Shrinkable<program>> shrinks(const program& p) {
  return rc::seq::map(rc::seq::fromContainer(smaller_programs(p)), shrinkable);
}

rc::Gen<program> arbitrary(generate make, const capabilities& can) {
  return [make, can](const rc::Random& random, int size) {
    auto source = random;
    random_source numbers(source.next());
    generator_limits limits;
    limits.total = 3 + static_cast<std::size_t>(size) / 10;
    return shrinkable(make(numbers, can, limits));
  };
}

bool conforms(const subject& s, const program& p) {
  campaign_options options;
  options.executions = 200;
  const auto result = run_campaign(s, p, options);
  return result.violations.empty() && result.inconclusive.empty();
}

bool all_conform(generate make, const subject& s, program& last_failure) {
  return rc::check("every program conforms on " + s.name, [&] {
    const auto p = *arbitrary(make, s.can);
    RC_CLASSIFY(p.threads.size() > 2);
    if (!conforms(s, p)) {
      last_failure = p;
      RC_FAIL("it does not");
    }
  });
}

int check_property(generate make, const std::string& broken) {
  program failed;
  if (broken.empty()) return all_conform(make, load_subject("reference"), failed) ? 0 : 1;
  std::cout << "(the next property is meant to be falsified)\n";
  if (all_conform(make, load_subject(broken), failed)) {
    std::printf("the property cannot tell the seeded bug\n");
    return 1;
  }
  const bool small = failed.threads.size() <= 2 && failed.operation_count() <= 4;
  if (!small) std::printf("the program is not small: %s\n", to_short_text(failed).c_str());
  return small ? 0 : 1;
}

}  // namespace
}  // namespace selvage::check

int main(int argc, char** argv) {
  using namespace selvage::check;
  const std::string_view family = argc >= 2 && argc <= 3 ? argv[1] : "";
  const std::string broken = argc == 3 ? argv[2] : "";
  try {
    if (family == "async-results") return check_property(generate_async_results, broken);
    if (family == "disposal") return check_property(generate_disposal, broken);
    if (family == "operations-with-events") return check_property(generate_event_based, broken);
    if (family == "components-with-events") return check_property(generate_component, broken);
  } catch (const std::exception& e) {
    std::printf("cannot run: %s\n", e.what());
    return 2;
  }
  std::printf("usage: property_patterns async-results|disposal|operations-with-events|components-with-events [SUBJECT]\n");
  return 2;
}
