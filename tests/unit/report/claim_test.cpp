#include <cppunit/extensions/HelperMacros.h>

#include "src/report/check_report.h"

namespace selvage::report {
namespace {

class claim_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(claim_test);
  CPPUNIT_TEST(a_client_that_is_not_stranded_breaks_its_claim);
  CPPUNIT_TEST(a_client_that_is_not_safe_breaks_its_claim);
  CPPUNIT_TEST_SUITE_END();

  static check_report with(model::verdict claimed, std::string_view clause) {
    check_report r;
    r.items.push_back({"client", "wait(e0) || set(e0)", {}, {}, {}, {}});
    r.items.front().result.executions = 1;
    r.items.front().claim = check::client_claim{"weakest-win32", claimed, clause};
    return r;
  }

  static void finds(check_report& r, model::verdict v, const char* clause) {
    check::violation found;
    found.verdict = v;
    found.clause = clause;
    r.items.front().result.violations.push_back(found);
  }

 public:
  void a_client_that_is_not_stranded_breaks_its_claim() {
    auto r = with(model::verdict::lost_wakeup, "EVT-08");
    CPPUNIT_ASSERT(r.concluded() == conclusion::violated);
    finds(r, model::verdict::lost_wakeup, "EVT-07");
    CPPUNIT_ASSERT(r.concluded() == conclusion::violated);
    finds(r, model::verdict::lost_wakeup, "EVT-08");
    CPPUNIT_ASSERT(r.concluded() == conclusion::holds);
    CPPUNIT_ASSERT(to_json(r).find("\"kept\": true") != std::string::npos);
  }

  void a_client_that_is_not_safe_breaks_its_claim() {
    auto r = with(model::verdict::holds, {});
    CPPUNIT_ASSERT(r.concluded() == conclusion::holds);
    r.items.front().result.blocked = 1;
    CPPUNIT_ASSERT(r.concluded() == conclusion::violated);
    r.items.front().result.blocked = 0;
    r.items.front().fate.strands = true;
    CPPUNIT_ASSERT(r.concluded() == conclusion::violated);
    r.items.front().fate.strands = false;
    finds(r, model::verdict::lost_wakeup, "EVT-08");
    CPPUNIT_ASSERT(r.concluded() == conclusion::violated);
    CPPUNIT_ASSERT(to_text(r, {}, false).find("claimed to be safe") != std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(claim_test);

}  // namespace
}  // namespace selvage::report
