#include "src/program/generator.h"

#include <cppunit/extensions/HelperMacros.h>

#include "selvage/subject_tables.h"
#include "src/check/subject/subject_library.h"
#include "src/program/topic.h"

namespace selvage::check {
namespace {

selvage_disposal_functions disposal_alone() {
  selvage_disposal_functions f{};
  f.size = sizeof f;
  f.create = [](int, selvage_released_fn, void*) -> void* { return nullptr; };
  f.destroy = [](void*) {};
  f.dispose_async = [](void*) { return int{SELVAGE_OK}; };
  f.use = f.dispose_async;
  return f;
}

selvage_component_functions components_alone() {
  selvage_component_functions f{};
  f.size = sizeof f;
  f.make_worker = [](int, int, int, selvage_released_fn, selvage_callback_fn, void*) -> void* { return nullptr; };
  f.make_operation = [](int, int, selvage_released_fn, selvage_callback_fn, void*) -> void* { return nullptr; };
  f.destroy = [](void*) {};
  f.run_async = [](void*) { return int{SELVAGE_OK}; };
  f.cancel_async = f.is_busy = f.retry = f.run_async;
  return f;
}

class generator_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(generator_test);
  CPPUNIT_TEST(a_subject_of_one_pattern_has_programs);
  CPPUNIT_TEST(of_two_patterns_both_have_programs);
  CPPUNIT_TEST(programs_have_what_the_subject_does_not_lack);
  CPPUNIT_TEST(a_subject_of_nothing_that_can_be_called_has_none);
  CPPUNIT_TEST_SUITE_END();

  /// How many of a hundred programs are of that family.
  static int count(const capabilities& can, model::family wanted) {
    int n = 0;
    for (std::uint64_t i = 0; i < 100; ++i) n += family_of(generate_program(1, i, can)) == wanted ? 1 : 0;
    return n;
  }

 public:
  void a_subject_of_one_pattern_has_programs() {
    auto s = subjects::described("one", "1", "");
    const auto disposal = disposal_alone();
    s.disposal = &disposal;
    CPPUNIT_ASSERT_EQUAL(100, count(capabilities(s), model::family::disposal));
    const auto components = components_alone();
    s.disposal = nullptr;
    s.components = &components;
    CPPUNIT_ASSERT_EQUAL(100, count(capabilities(s), model::family::components));
  }

  void of_two_patterns_both_have_programs() {
    auto s = subjects::described("two", "1", "");
    const auto disposal = disposal_alone();
    const auto components = components_alone();
    s.disposal = &disposal;
    s.components = &components;
    const auto n = count(capabilities(s), model::family::disposal);
    CPPUNIT_ASSERT(n > 20);
    CPPUNIT_ASSERT(n < 80);
  }

  void programs_have_what_the_subject_does_not_lack() {
    auto s = subjects::described("workers", "1", "");
    auto components = components_alone();
    components.make_operation = nullptr;
    s.components = &components;
    s.lacks = SELVAGE_LACKS_POOL_CONTEXT | SELVAGE_LACKS_INLINE_CONTEXT | SELVAGE_LACKS_FAILING;
    const capabilities can(s);
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto p = generate_program(1, i, can);
      CPPUNIT_ASSERT_EQUAL(std::string(), can.missing(p));
      CPPUNIT_ASSERT(p.objects.front().spec.loop_context);
    }
    s.lacks |= SELVAGE_LACKS_LOOP_CONTEXT;
    CPPUNIT_ASSERT_THROW(static_cast<void>(generate_program(1, 0, capabilities(s))), subject_error);
    components.make_worker = nullptr;
    CPPUNIT_ASSERT_THROW(capabilities{s}, subject_error);
  }

  void a_subject_of_nothing_that_can_be_called_has_none() {
    auto s = subjects::described("none", "1", "");
    auto disposal = disposal_alone();
    disposal.use = disposal.dispose_async = nullptr;
    s.disposal = &disposal;
    CPPUNIT_ASSERT_THROW(static_cast<void>(generate_program(1, 0, capabilities(s))), subject_error);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(generator_test);

}  // namespace
}  // namespace selvage::check
