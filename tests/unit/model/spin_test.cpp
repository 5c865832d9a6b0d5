#include <cppunit/extensions/HelperMacros.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "model/machine.h"

namespace selvage::model::test {
namespace {

enum class signal_kind { set, set_reset, pulse };

/// A command's output; fails the test when the command fails.
std::string output_of(const std::string& command) {
  std::FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  CPPUNIT_ASSERT(pipe != nullptr);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t n = std::fread(part.data(), 1, part.size(), pipe)) text.append(part.data(), n);
  const int status = ::pclose(pipe);
  CPPUNIT_ASSERT_MESSAGE(command + "\n" + text, WIFEXITED(status) && WEXITSTATUS(status) == 0);
  return text;
}

struct scratch_directory {
  scratch_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "selvage-spin-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~scratch_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;
  std::filesystem::path path;
};

/// Spin's verdict: true when a waiter can be lost.
bool spin_loses(signal_kind kind, bool interrupt) {
  const scratch_directory scratch;
  const std::string in = "cd '" + scratch.path.string() + "' && ";
  output_of(in + "spin -DSIGNAL=" + std::to_string(static_cast<int>(kind)) + " -DINTERRUPT=" + (interrupt ? "1" : "0") +
            " -a '" SELVAGE_EVENT_PML "'");
  output_of(in + "'" SELVAGE_C_COMPILER "' -O1 -w -o pan pan.c");
  const std::string report = output_of(in + "./pan -E -m100000");
  CPPUNIT_ASSERT_MESSAGE(report, report.find("max search depth too small") == std::string::npos);
  const bool none = report.find("errors: 0") != std::string::npos;
  const bool lost = report.find("assertion violated") != std::string::npos;
  CPPUNIT_ASSERT_MESSAGE(report, none != lost);
  return lost;
}

/// The machine's verdict on the same: two threads sleep, a third signals, and all comes to rest.
bool machine_loses(signal_kind kind, const profile& p) {
  constexpr object_spec event{object_kind::manual_reset_event, false, true, true, 0};
  const machine m(std::array{event}, p);
  const auto call = [](std::uint8_t thread, operation op) {
    label l;
    l.kind = label_kind::call;
    l.thread = thread;
    l.op = op;
    l.object_count = 1;
    return l;
  };
  const auto reach = [&](std::vector<state> stack, bool to_rest) {
    std::vector<state> seen;
    std::vector<state> found;
    std::vector<step> steps;
    while (!stack.empty()) {
      state s = stack.back();
      stack.pop_back();
      for (std::uint8_t t = 0; t < 3; ++t) {  // returns are of no account here
        if (s.threads[t].at == phase::done) s.threads[t] = {};
      }
      if (std::find(seen.begin(), seen.end(), s) != seen.end()) continue;
      seen.push_back(s);
      if (to_rest ? machine::quiescent(s, false) : s.threads[2].at == phase::idle) found.push_back(s);
      steps.clear();
      m.steps(s, steps);
      for (const step& st : steps) stack.push_back(st.next);
    }
    return found;
  };
  const auto then = [&](const std::vector<state>& from, const label& l, bool to_rest) {
    std::vector<state> begun;
    for (state s : from) {
      CPPUNIT_ASSERT(m.take(s, l));
      begun.push_back(s);
    }
    return reach(begun, to_rest);
  };
  auto states = then(then({m.initial()}, call(0, operation::wait), true), call(1, operation::wait), true);
  for (const state& s : states) CPPUNIT_ASSERT(s.threads[0].at == phase::waiting && s.threads[1].at == phase::waiting);
  // The reset follows as soon as the set has returned: nothing need have come to rest between them.
  states = then(states, call(2, kind == signal_kind::pulse ? operation::pulse : operation::set), false);
  if (kind == signal_kind::set_reset) states = then(states, call(2, operation::reset), false);
  states = reach(states, true);
  CPPUNIT_ASSERT(!states.empty());
  return std::any_of(states.begin(), states.end(), [](const state& s) {
    return s.threads[0].at == phase::waiting || s.threads[1].at == phase::waiting;
  });
}

/// The Promela file and the machine agree on when a wakeup can be lost.
class spin_agrees : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(spin_agrees);
  CPPUNIT_TEST(on_set);
  CPPUNIT_TEST(on_set_then_reset);
  CPPUNIT_TEST(on_pulse);
  CPPUNIT_TEST_SUITE_END();

  static void agree(signal_kind kind, bool lost_when_interrupted) {
    CPPUNIT_ASSERT_EQUAL(false, spin_loses(kind, false));
    CPPUNIT_ASSERT_EQUAL(false, machine_loses(kind, *profile_named("strict")));
    CPPUNIT_ASSERT_EQUAL(lost_when_interrupted, spin_loses(kind, true));
    CPPUNIT_ASSERT_EQUAL(lost_when_interrupted, machine_loses(kind, *profile_named("win32")));
  }

  void on_set() { agree(signal_kind::set, false); }
  void on_set_then_reset() { agree(signal_kind::set_reset, true); }
  void on_pulse() { agree(signal_kind::pulse, true); }
};
CPPUNIT_TEST_SUITE_REGISTRATION(spin_agrees);

}  // namespace
}  // namespace selvage::model::test
