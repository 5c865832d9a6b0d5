#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "selvage/check/abi.h"
#include "selvage/subject_tables.h"

/// Checks a class of one's own against the model, from any test framework: link `selvage::selvage`, compile the
/// class with the options of `selvage_instrument` (its atomics are then scheduling points; pthread calls always are).
///
///     auto report = selvage::check::events<my_event>();
///     EXPECT_TRUE(report.holds()) << report.to_string();
///
/// Other classes than events: `subject`.
namespace selvage::check {

/// How much is explored.
struct options {
  std::string profile{};  ///< empty: the subject's own, or strict
  std::string strategy{"portfolio"};
  std::uint64_t seed{1};
  std::uint64_t executions{2'000};  ///< of each scenario
  std::uint64_t generated{50};      ///< programs
  std::string counterexamples{};    ///< a directory for them; empty: none are written
  bool in_process{};                ///< no worker process, for a debugger
  bool weak_memory{};               ///< atomic loads may return old values, where C++'s memory model allows it
};

/// What a check has shown. A value.
class report {
 public:
  explicit report(selvage_check_result* r)
      : conclusion_(r->conclusion),
        executions_(r->executions),
        text_(r->text),
        verdict_(r->verdict),
        clause_(r->clause) {
    selvage_check_free(r);
  }

  /// Every execution conformed, and there was at least one.
  [[nodiscard]] bool holds() const noexcept { return conclusion_ == 0; }
  [[nodiscard]] bool violated() const noexcept { return conclusion_ == 1; }
  [[nodiscard]] std::uint64_t executions() const noexcept { return executions_; }
  /// Of the first violation, e.g. "lost-wakeup"; empty when there is none.
  [[nodiscard]] const std::string& verdict() const noexcept { return verdict_; }
  /// Of the first violation, e.g. "EVT-08".
  [[nodiscard]] const std::string& clause() const noexcept { return clause_; }
  /// Everything: the violations with program, schedule and history, then the sum.
  [[nodiscard]] const std::string& to_string() const noexcept { return text_; }

 private:
  int conclusion_;
  std::uint64_t executions_;
  std::string text_;
  std::string verdict_;
  std::string clause_;
};

/// The machines that `check` holds a class against.
struct manual_reset_event_machine {
  static constexpr unsigned kinds = SELVAGE_CHECK_MANUAL;
};
struct auto_reset_event_machine {
  static constexpr unsigned kinds = SELVAGE_CHECK_AUTO;
};

namespace detail {

/// The plug-in interface over a class E that Make makes. One Make at a time for each type.
template <class E, class Make>
class wrapped {
 public:
  static const selvage_subject& table(Make make) {
    make_.emplace(std::move(make));
    events_ = subjects::events_of<E>();
    events_.create = create;
    events_.wait = [](void* e, std::int32_t timeout_ms) {
      return subjects::call<E>(e, [=](E& of) { return subjects::detail::wait(of, timeout_ms); });
    };
    subject_ = subjects::described("own-class", nullptr, nullptr);
    subject_.events = &events_;
    return subject_;
  }

 private:
  static void* create(int kind, int initially_set, selvage_released_fn, void*) {
    try {
      if constexpr (std::invocable<Make&, bool, bool>) {
        return (*make_)(kind == SELVAGE_MANUAL_RESET, initially_set != 0).release();
      } else {
        return (*make_)(initially_set != 0).release();
      }
    } catch (...) {
      return nullptr;
    }
  }

  static inline std::optional<Make> make_;
  static inline selvage_event_functions events_{};
  static inline selvage_subject subject_{};
};

inline report run(const selvage_subject& s, unsigned allowed, const options& o) {
  selvage_check_request r{};
  r.size = sizeof r;
  r.subject = &s;
  r.allowed = allowed;
  r.profile = o.profile.c_str();
  r.strategy = o.strategy.c_str();
  r.seed = o.seed;
  r.executions = o.executions;
  r.generated = o.generated;
  r.out = o.counterexamples.empty() ? nullptr : o.counterexamples.c_str();
  r.keep_in_process = o.in_process ? 1 : 0;
  r.weak_memory = o.weak_memory ? 1 : 0;
  return report(selvage_check_run(&r));
}

/// The timeouts that E's waits can have.
template <class E>
constexpr unsigned timeouts() {
  using namespace subjects::detail;
  if (waits_for_milliseconds<E> || waits_for_a_duration<E>) return SELVAGE_CHECK_TIMEOUTS | SELVAGE_CHECK_POLLS;
  return tries<E> ? SELVAGE_CHECK_POLLS : 0U;
}

}  // namespace detail

/// Holds the events that `make(initially_set)` makes, as std::unique_ptr, against one machine. The class has set()
/// and wait(); reset(), pulse(), close(), wait_for(milliseconds) -> bool and try_wait() -> bool are used where they
/// are there. Runs worker processes: call it before the process has threads of its own. Not thread-safe.
template <class Machine, class Make>
[[nodiscard]] report check(Make make, const options& o = {}) {
  using E = typename std::invoke_result_t<Make&, bool>::element_type;
  return detail::run(detail::wrapped<E, Make>::table(std::move(make)), Machine::kinds | detail::timeouts<E>(), o);
}

/// Holds a manual-reset event class against its machine. E is made by E(initially_set), or by E() and set().
template <class E>
[[nodiscard]] report events(const options& o = {}) {
  return check<manual_reset_event_machine>(
      [](bool initially_set) {
        if constexpr (std::constructible_from<E, bool>) {
          return std::make_unique<E>(initially_set);
        } else {
          auto e = std::make_unique<E>();
          if (initially_set) e->set();
          return e;
        }
      },
      o);
}

/// Holds everything that the subject can do against the model. Its table comes from classes by
/// selvage/subject_tables.h, or is filled in by hand; a function that it leaves out is an operation that it lacks. Runs
/// worker processes, and is not thread-safe, as `check`.
[[nodiscard]] inline report subject(const selvage_subject& s, const options& o = {}) {
  constexpr unsigned all = SELVAGE_CHECK_MANUAL | SELVAGE_CHECK_AUTO | SELVAGE_CHECK_TIMEOUTS | SELVAGE_CHECK_POLLS;
  return detail::run(s, all, o);
}

}  // namespace selvage::check
