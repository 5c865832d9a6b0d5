#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "src/check/suite/campaign.h"
#include "src/check/trace/check.h"
#include "src/check/trace/text.h"
#include "src/program/program_source.h"
#include "toy_subject.h"

namespace selvage::check {
namespace {

const std::string header = R"({"selvage_trace": 1, "objects": ["e0 manual-reset-event", "h0 safe-handle"]})"
                           "\n";

trace_result checked(const std::string& text) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), &std::fclose);
  CPPUNIT_ASSERT(file != nullptr);
  CPPUNIT_ASSERT_EQUAL(text.size(), std::fwrite(text.data(), 1, text.size(), file.get()));
  std::fflush(file.get());
  lseek(fileno(file.get()), 0, SEEK_SET);
  return check_trace(fileno(file.get()), nullptr);
}

std::string event(const std::string& members) { return R"({"event": )" + members + "}\n"; }
std::string call(int thread, const std::string& op, const std::string& object = "e0") {
  return event("\"call\", \"thread\": " + std::to_string(thread) + ", \"op\": \"" + op + "\", \"objects\": [\"" +
               object + "\"]");
}
std::string ret(int thread, const std::string& result = "\"ok\"") {
  return event("\"return\", \"thread\": " + std::to_string(thread) + ", \"result\": " + result);
}
const std::string the_end = event(R"("quiescent", "final": true)");

class trace_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(trace_test);
  CPPUNIT_TEST(agrees_with_the_harness);
  CPPUNIT_TEST(says_where_and_what_instead);
  CPPUNIT_TEST(looks_back_in_a_long_recording);
  CPPUNIT_TEST(goes_on_with_the_next_execution);
  CPPUNIT_TEST(callbacks_say_why_they_began);
  CPPUNIT_TEST(calls_left_pending_say_nothing);
  CPPUNIT_TEST(every_bad_line_is_one_sentence);
  CPPUNIT_TEST(programs_are_about_what_was_asked);
  CPPUNIT_TEST_SUITE_END();

 public:
  void agrees_with_the_harness() {
    const auto s = test::forgetful_event();
    const auto p =
        parse_program("object a0 auto-reset-event\nthread wait(a0, 10ms); wait(a0)\nthread set(a0); set(a0)\n");
    const exploration how;
    const auto strategy = make_strategy(how);
    harness h(s, p, model::profiles().front(), how.engine);
    std::size_t refused = 0;
    for (std::uint64_t i = 0; i < 200; ++i) {
      CPPUNIT_ASSERT(h.run(*strategy, i));
      auto text = trace_header_line(p, {.subject = "toy", .profile = "strict"}, false) + '\n';
      std::uint64_t sequence = 0;
      bool overdue = false;
      for (const auto& l : h.labels()) {
        overdue = overdue || l.overdue != 0;
        text += trace_event_line(p, l, ++sequence) + '\n';
      }
      if (overdue) continue;  // what only a virtual clock knows
      const auto found = checked(text);
      CPPUNIT_ASSERT_EQUAL(std::string(), found.error);
      CPPUNIT_ASSERT_EQUAL(h.verdict() == model::verdict::holds, found.violations.empty());
      if (found.violations.empty()) continue;
      ++refused;
      CPPUNIT_ASSERT_EQUAL(h.finding().clause, found.violations.front().clause);
      CPPUNIT_ASSERT_EQUAL(h.conforming(), std::size_t{found.violations.front().conforming});
    }
    CPPUNIT_ASSERT(refused != 0 && refused != 200);
  }

  void says_where_and_what_instead() {
    const auto r = checked(header + call(0, "set") + ret(0) + call(1, "wait") + ret(1, "\"timed_out\""));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, r.violations.size());
    const auto& v = r.violations.front();
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{5}, v.line);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, v.begins);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{3}, v.conforming);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, v.allowed.size());
    CPPUNIT_ASSERT_EQUAL(std::string("T1 returns from wait: ok"), v.allowed.front());
    CPPUNIT_ASSERT(!v.states.empty());
    CPPUNIT_ASSERT(!v.clause.empty());
  }

  void looks_back_in_a_long_recording() {
    std::string text = header;
    for (int i = 0; i < 20'000; ++i) text += call(i % 3, i % 2 == 0 ? "set" : "reset") + ret(i % 3);
    CPPUNIT_ASSERT(checked(text + the_end).violations.empty());
    text += call(0, "wait") + event("\"quiescent\"") + call(1, "set") + ret(1) + call(1, "reset") + ret(1) + the_end;
    const auto r = checked(text);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, r.violations.size());
    CPPUNIT_ASSERT(r.violations.front().verdict == model::verdict::lost_wakeup);
    CPPUNIT_ASSERT_EQUAL(std::string("EVT-08"), r.violations.front().clause);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{40'006}, r.violations.front().conforming);
  }

  void goes_on_with_the_next_execution() {
    const auto wrong = call(0, "is_closed", "h0") + ret(0, "true");
    const auto right = call(0, "is_closed", "h0") + ret(0, "false");
    const auto next = event("\"execution\"");
    const auto r = checked(header + wrong + next + right + the_end + next + wrong + header + right);
    CPPUNIT_ASSERT_EQUAL(std::string(), r.error);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{4}, r.executions);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, r.violations.size());
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{2}, r.violations.front().times);
  }

  void callbacks_say_why_they_began() {
    const std::string component = R"({"selvage_trace": 1, "threads": 1, "objects": ["c0 component-operation"]})" "\n" +
                                  call(0, "run_async", "c0") + ret(0);
    const auto called_back = [](const std::string& cause) {
      return event(R"("callback-begin", "thread": 4, "object": "c0", "cause": )" + cause) +
             event(R"("callback-end", "thread": 4, "object": "c0")");
    };
    const auto released = event(R"("released", "object": "c0")");
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, checked(component + called_back("\"progress\"") + called_back("\"result\"") +
                                                 released + the_end)
                                             .violations.size());
    const auto twice = checked(component + called_back("\"result\"") + called_back("\"error\"") + released + the_end);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, twice.violations.size());
    const auto unknown = checked(component + called_back("\"timed_out\""));
    CPPUNIT_ASSERT_MESSAGE(unknown.error,
                           unknown.error.starts_with("line 4: unknown cause 'timed_out'; there are progress, result,"));
  }

  void calls_left_pending_say_nothing() {
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, checked(header + call(0, "wait")).unfinished);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, checked(header + call(0, "wait") + the_end).unfinished);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{0}, checked(header + call(0, "set") + ret(0)).unfinished);
  }

  void every_bad_line_is_one_sentence() {
    const auto refused = [](const std::string& text, std::uint64_t line, const std::string& why) {
      const auto r = checked(text);
      const auto where = "line " + std::to_string(line) + ": ";
      CPPUNIT_ASSERT_MESSAGE(r.error + " does not begin with " + where, r.error.starts_with(where));
      CPPUNIT_ASSERT_MESSAGE(r.error + " does not say " + why, r.error.find(why) != std::string::npos);
      CPPUNIT_ASSERT(r.error.find('\n') == std::string::npos);
    };
    refused("", 1, "empty");
    refused(call(0, "set"), 1, "begins with a header");
    refused("[1]\n", 1, "a JSON object");
    refused("\xff\xfe\x01\n", 1, "no JSON");
    refused(R"({"selvage_trace": 2, "objects": ["e0 manual-reset-event"]})", 1, "version 2");
    refused(R"({"selvage_trace": 1})", 1, "objects");
    refused(R"({"selvage_trace": 1, "objects": ["e0 manual-event"]})", 1, "unknown kind of object");
    refused(R"-({"selvage_trace": 1, "objects": ["e0 manual-reset-event\nthread set(e0)"]})-", 1, "one line");
    refused(R"({"selvage_trace": 1, "objects": ["h0 safe-handle"], "threads": 9})", 1, "threads");
    refused(R"({"selvage_trace": 1, "objects": ["h0 safe-handle"], "profile": "lax"})", 1, "profile 'lax'");
    refused(header + event("\"cal\""), 2, "unknown event 'cal'");
    refused(header + event("3"), 2, "\"event\" wants a string");
    refused(header + call(0, "wiat"), 2, "unknown operation 'wiat'");
    refused(header + call(0, "wait", "e7"), 2, "unknown object 'e7'");
    refused(header + call(0, "wait", "h0"), 2, "does not apply to 'h0'");
    refused(header + call(8, "set"), 2, "unknown thread 8");
    refused(header + call(-1, "set"), 2, "unknown thread -1");
    refused(header + event(R"("call", "thread": 0, "op": "set", "objects": ["e0"], "timeout_ms": 3)"), 2, "no timeout");
    refused(header + event(R"("call", "thread": 0, "op": "set", "objects": [])"), 2, "takes 1 objects");
    refused(header + ret(0), 2, "no call of it is pending");
    refused(header + call(0, "set") + call(0, "set"), 3, "its call of line 2 has not returned");
    refused(header + call(0, "set") + ret(0, "\"fine\""), 3, "unknown result 'fine'");
    refused(header + call(0, "set") + ret(0, "70000"), 3, "out of range");
    refused(header + call(0, "set") + ret(0, "{}"), 3, "\"result\" wants");
    refused(header + event(R"("callback-begin", "thread": 4, "object": "e0")"), 2, "'e0' has no callback");
    refused(header + the_end + call(0, "set"), 3, "behind the final quiescent");
    refused(header + R"({"seq": 5, "event": "quiescent"})"
                     "\n"
                     R"({"seq": 5, "event": "quiescent"})",
            3, "out of order");
    refused(header + call(0, "set") + ret(0) + R"({"event": "ca)", 4, "cut short");
    refused(header + call(0, "set") + ret(0) + R"({"event": "ca)", 4, "the 2 events before it conform");
    refused(header + std::string(std::size_t{3} << 20, ' ') + "\n", 2, "longer than");
  }

  void programs_are_about_what_was_asked() {
    const auto s = test::forgetful_event();
    program_source source(s.can, {*topic_named("auto-reset-event")}, 3);
    for (int i = 0; i < 20; ++i) {
      const auto p = source.next();
      CPPUNIT_ASSERT(fits(*topic_named("events"), p));
      for (const auto& o : p.objects) CPPUNIT_ASSERT(o.spec.kind == model::object_kind::auto_reset_event);
      CPPUNIT_ASSERT(trace_program_line(p, "x").find('\n') == std::string::npos);
    }
    program_source none(s.can, {*topic_named("safe-handle")}, 3);
    CPPUNIT_ASSERT_THROW(static_cast<void>(none.next()), subject_error);
    source.leave_out(model::operation::wait);
    for (int i = 0; i < 20; ++i) CPPUNIT_ASSERT(to_text(source.next()).find("wait(") == std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(trace_test);

}  // namespace
}  // namespace selvage::check
