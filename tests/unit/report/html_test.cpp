#include "src/report/timeline/html_timeline.h"

#include <cppunit/extensions/HelperMacros.h>

#include <nlohmann/json.hpp>

#include "src/report/timeline/drawing.h"
#include "tests/unit/report/sample.h"

namespace selvage::report {
namespace {

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++n;
  return n;
}

class html_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(html_test);
  CPPUNIT_TEST(has_a_row_a_step_and_a_head_a_lane);
  CPPUNIT_TEST(needs_nothing_from_outside);
  CPPUNIT_TEST(names_do_not_end_the_script);
  CPPUNIT_TEST(is_a_grid_for_who_cannot_see_it);
  CPPUNIT_TEST(an_empty_timeline_is_a_page_too);
  CPPUNIT_TEST_SUITE_END();

 public:
  void has_a_row_a_step_and_a_head_a_lane() {
    const auto page = to_html(draw(sample(), "data-race", nullptr));
    CPPUNIT_ASSERT_EQUAL(std::size_t{9}, count(page, "<div class=\"row "));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, count(page, "class=\"head\""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, " failing\" id=\"s9\""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, count(page, "switch preempt"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, count(page, "class=\"span owns\""));
  }

  void needs_nothing_from_outside() {
    const auto page = to_html(draw(sample(), "data-race", nullptr));
    for (const auto* outside : {" src=", "<link", "@import", "url(", "fetch(", "XMLHttpRequest"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(outside, std::size_t{0}, count(page, outside));
    CPPUNIT_ASSERT(count(page, "prefers-color-scheme: dark") >= 1);
  }

  void names_do_not_end_the_script() {
    const auto page = to_html(draw(sample(), "data-race", nullptr));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, count(page, "</script>"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, count(page, "f(<int>)"));
    const auto begin = page.find("id=\"data\">") + 10;
    const auto data = nlohmann::json::parse(page.substr(begin, page.find("</script>", begin) - begin));
    CPPUNIT_ASSERT_EQUAL(std::string("f(<int>)"), data.at("places").at(0).at(0).get<std::string>());
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, data.at("arrows").size());
  }

  void is_a_grid_for_who_cannot_see_it() {
    const auto page = to_html(draw(sample(), "data-race", nullptr));
    CPPUNIT_ASSERT_EQUAL(std::size_t{10}, count(page, "role=\"row\""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{18}, count(page, "role=\"gridcell\""));
    for (const auto* wanted :
         {"<html lang=\"en\">", "role=\"grid\"", "aria-rowcount=\"9\"", "role=\"status\"", "<title>"})
      CPPUNIT_ASSERT_MESSAGE(wanted, count(page, wanted) == 1);
  }

  void an_empty_timeline_is_a_page_too() {
    timeline t;
    t.verdict = "holds";
    const auto page = to_html(t);
    CPPUNIT_ASSERT(page.ends_with("</html>\n"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, count(page, "<script"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(html_test);

}  // namespace
}  // namespace selvage::report
