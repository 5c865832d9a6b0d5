#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include "model/catalogue.h"
#include "model/clause.h"
#include "model/invariants.h"
#include "model/profile.h"
#include "model/transition.h"

namespace selvage::model::test {
namespace {

class clause_table : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(clause_table);
  CPPUNIT_TEST(every_clause_line_of_the_spec_is_there);
  CPPUNIT_TEST(fields_are_filled);
  CPPUNIT_TEST(liberties_are_known_and_all_used);
  CPPUNIT_TEST(transitions_carry_clauses_that_exist);
  CPPUNIT_TEST(every_clause_of_a_machine_is_carried);
  CPPUNIT_TEST(invariants_name_clauses_that_exist);
  CPPUNIT_TEST(coverage_names_all_machines);
  CPPUNIT_TEST(unknown_clause);
  CPPUNIT_TEST_SUITE_END();

  void every_clause_line_of_the_spec_is_there() {
    std::size_t lines = 0;
    for (const auto& file : std::filesystem::directory_iterator(SELVAGE_SPEC_DIRECTORY)) {
      if (file.path().extension() != ".md") continue;
      std::ifstream in(file.path());
      for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("- **") || line.find("** ") != 10) continue;
        ++lines;
        const clause* c = clause_named(line.substr(4, 6));
        CPPUNIT_ASSERT_MESSAGE(line, c != nullptr);
        CPPUNIT_ASSERT_MESSAGE(line, line.find(c->text) != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(line, line.find("(Source: " + std::string(c->source) + ". ") != std::string::npos);
      }
    }
    CPPUNIT_ASSERT_EQUAL(clauses().size(), lines);
    CPPUNIT_ASSERT(lines >= 100);
  }

  void fields_are_filled() {
    std::set<std::string_view> ids;
    for (const clause& c : clauses()) {
      const std::string id(c.id);
      CPPUNIT_ASSERT_MESSAGE(id, ids.insert(c.id).second);
      CPPUNIT_ASSERT_MESSAGE(id, c.text.ends_with('.'));
      CPPUNIT_ASSERT_MESSAGE(id, !c.source.empty() && !c.liberty.empty() && !c.checked_by.empty());
    }
    CPPUNIT_ASSERT_EQUAL(std::string("race detector"), std::string(clause_named("EVT-32")->checked_by));
    CPPUNIT_ASSERT_EQUAL(std::string("machine"), std::string(clause_named("EVT-07")->checked_by));
  }

  void liberties_are_known_and_all_used() {
    std::set<std::string_view> known;
    for (const liberty l : {liberty::missed_pulse, liberty::missed_set_reset, liberty::coalesced_sets, liberty::unheld_waits}) {
      known.insert(name(l));
    }
    std::set<std::string_view> used;
    for (const clause& c : clauses()) {
      if (c.liberty == "none") continue;
      CPPUNIT_ASSERT_MESSAGE(std::string(c.id), known.contains(c.liberty));
      used.insert(c.liberty);
    }
    CPPUNIT_ASSERT(used == known);
  }

  void transitions_carry_clauses_that_exist() {
    CPPUNIT_ASSERT(!transitions().empty());
    for (const transition_info& t : transitions()) {
      const std::string which(t.name);
      CPPUNIT_ASSERT_MESSAGE(which, !t.clauses.empty() && t.machines != 0);
      CPPUNIT_ASSERT_MESSAGE(which, &info(t.id) == &t);
      for (const std::string_view id : t.clauses) CPPUNIT_ASSERT_MESSAGE(which, clause_named(id) != nullptr);
    }
  }

  void every_clause_of_a_machine_is_carried() {
    std::set<std::string_view> carried;
    for (const coverage_line& line : coverage()) carried.insert(line.clause);
    for (const clause& c : clauses()) {
      if (c.checked_by != "machine") continue;
      CPPUNIT_ASSERT_MESSAGE(std::string(c.id), carried.contains(c.id));
    }
  }

  void invariants_name_clauses_that_exist() {
    CPPUNIT_ASSERT(invariants().size() >= 12);
    for (const invariant_info& i : invariants()) {
      CPPUNIT_ASSERT_MESSAGE(std::string(i.name), clause_named(i.clause) != nullptr);
    }
  }

  void coverage_names_all_machines() {
    std::set<std::string_view> seen;
    for (const coverage_line& line : coverage()) seen.insert(line.machine);
    for (const machine_entry& m : machines()) {
      CPPUNIT_ASSERT_MESSAGE(std::string(m.name), seen.contains(m.name) && machine_named(m.name) == &m);
    }
    CPPUNIT_ASSERT(machine_named("teapot") == nullptr);
  }

  void unknown_clause() { CPPUNIT_ASSERT(clause_named("EVT-99") == nullptr); }
};
CPPUNIT_TEST_SUITE_REGISTRATION(clause_table);

}  // namespace
}  // namespace selvage::model::test
