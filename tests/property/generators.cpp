#include "generators.h"

#include "src/check/generator.h"
#include "src/check/smaller_programs.h"

namespace selvage::check {
namespace {

rc::Seq<rc::Shrinkable<program>> shrinks(const program& p);

rc::Shrinkable<program> shrinkable(const program& p) {
  return rc::shrinkable::lambda([p] { return p; }, [p] { return shrinks(p); });
}

rc::Seq<rc::Shrinkable<program>> shrinks(const program& p) {
  return rc::seq::map(rc::seq::fromContainer(smaller_programs(p)), [](const program& q) { return shrinkable(q); });
}

}  // namespace

rc::Gen<program> arbitrary_program(const capabilities& can) {
  return [can](const rc::Random& random, int size) {
    auto source = random;
    const auto seed = source.next();
    generator_limits limits;
    limits.total = 3 + static_cast<std::size_t>(size) / 5;
    return shrinkable(generate_program(seed, 0, can, limits));
  };
}

void showValue(const program& p, std::ostream& out) { out << '\n' << to_text(p) << "(" << to_short_text(p) << ")\n"; }

}  // namespace selvage::check
