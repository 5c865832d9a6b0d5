#include "tests/checked/entry.h"

#include <cppunit/Exception.h>
#include <cppunit/Test.h>
#include <cppunit/TestFailure.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#define SELVAGE_EXPORT extern "C" __attribute__((visibility("default")))

namespace {

std::unique_ptr<CppUnit::Test> make_tests() {
  return std::unique_ptr<CppUnit::Test>(CppUnit::TestFactoryRegistry::getRegistry().makeTest());
}

void collect(CppUnit::Test& from, std::vector<CppUnit::Test*>& leaves) {
  const int children = from.getChildTestCount();
  if (children == 0 && from.countTestCases() == 1) leaves.push_back(&from);
  for (int i = 0; i < children; ++i) collect(*from.getChildTestAt(i), leaves);
}

void copy(const std::string& from, char* text, std::size_t size) {
  const std::size_t length = std::min(from.size(), size - 1);
  std::copy_n(from.begin(), length, text);
  text[length] = '\0';
}

}  // namespace

SELVAGE_EXPORT std::size_t selvage_checked_count() {
  const auto tests = make_tests();
  std::vector<CppUnit::Test*> leaves;
  collect(*tests, leaves);
  return leaves.size();
}

SELVAGE_EXPORT void selvage_checked_name(std::size_t i, char* text, std::size_t size) {
  const auto tests = make_tests();
  std::vector<CppUnit::Test*> leaves;
  collect(*tests, leaves);
  copy(leaves.at(i)->getName(), text, size);
}

SELVAGE_EXPORT bool selvage_checked_run(std::size_t i, char* text, std::size_t size) {
  const auto tests = make_tests();
  std::vector<CppUnit::Test*> leaves;
  collect(*tests, leaves);
  CppUnit::TestResult controller;
  CppUnit::TestResultCollector results;
  controller.addListener(&results);
  leaves.at(i)->run(&controller);
  if (results.wasSuccessful()) return true;
  const CppUnit::Exception& why = *results.failures().front()->thrownException();
  copy("line " + std::to_string(why.sourceLine().lineNumber()) + ": " + why.what(), text, size);
  return false;
}
