#include "generators.h"

#include "src/program/families/registration/family.h"
#include "src/program/generator.h"
#include "src/program/smaller_programs.h"

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

namespace {

template <class Make>
rc::Gen<program> generated(Make make) {
  return [make](const rc::Random& random, int size) {
    auto source = random;
    generator_limits limits;
    limits.total = 3 + static_cast<std::size_t>(size) / 5;
    return shrinkable(make(source.next(), limits));
  };
}

}  // namespace

rc::Gen<program> arbitrary_program(const capabilities& can) {
  return generated(
      [can](std::uint64_t seed, const generator_limits& limits) { return generate_program(seed, 0, can, limits); });
}

rc::Gen<program> arbitrary_registrations(const capabilities& can) {
  return generated([can](std::uint64_t seed, const generator_limits& limits) {
    random_source random(seed);
    return generate_registrations(random, can, limits);
  });
}

void showValue(const program& p, std::ostream& out) { out << '\n' << to_text(p) << "(" << to_short_text(p) << ")\n"; }

}  // namespace selvage::check
