#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "selvage/check/abi.h"

/// Checks a class of one's own against the model, from any test framework: link `selvage::selvage`, compile the
/// class with the options of `selvage_instrument` (its atomics are then scheduling points; pthread calls always are).
///
///     auto report = selvage::check::events<my_event>();
///     EXPECT_TRUE(report.holds()) << report.to_string();
namespace selvage::check {

/// How much is explored.
struct options {
  std::string profile{"strict"};
  std::string strategy{"portfolio"};
  std::uint64_t seed{1};
  std::uint64_t executions{2'000};  ///< of each scenario
  std::uint64_t generated{50};      ///< programs
  std::string counterexamples;      ///< a directory for them; empty: none are written
  bool in_process{};                ///< no worker process, for a debugger
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

template <class E>
concept can_reset = requires(E& e) { e.reset(); };
template <class E>
concept can_pulse = requires(E& e) { e.pulse(); };
template <class E>
concept can_close = requires(E& e) { e.close(); };
template <class E>
concept can_wait_for = requires(E& e) {
  { e.wait_for(std::chrono::milliseconds(1)) } -> std::convertible_to<bool>;
};
template <class E>
concept can_try_wait = requires(E& e) {
  { e.try_wait() } -> std::convertible_to<bool>;
};
template <class E>
concept names_closed_error = requires { typename E::closed_error; };

template <class Operation>
int guarded(Operation&& operation) noexcept {
  try {
    return operation();
  } catch (...) {
    return SELVAGE_OTHER_EXCEPTION;
  }
}

/// Calls an operation of E; an E::closed_error, where E names one, is .NET's ObjectDisposedException.
template <class E, class Operation>
int called(Operation&& operation) noexcept {
  if constexpr (names_closed_error<E>) {
    return guarded([&] {
      try {
        return operation();
      } catch (const typename E::closed_error&) {
        return int{SELVAGE_OBJECT_DISPOSED};
      }
    });
  } else {
    return guarded(operation);
  }
}

/// The plug-in interface over a class E that Make makes. One Make at a time for each type.
template <class E, class Make>
class wrapped {
 public:
  static const selvage_subject& table(Make make) {
    make_.emplace(std::move(make));
    events_ = {};
    events_.size = sizeof events_;
    events_.create = create;
    events_.destroy = [](void* e) { delete static_cast<E*>(e); };
    events_.set = [](void* e) { return called<E>([e] { return at(e).set(), SELVAGE_OK; }); };
    events_.wait = wait;
    if constexpr (can_reset<E>)
      events_.reset = [](void* e) { return called<E>([e] { return at(e).reset(), SELVAGE_OK; }); };
    if constexpr (can_pulse<E>)
      events_.pulse = [](void* e) { return called<E>([e] { return at(e).pulse(), SELVAGE_OK; }); };
    if constexpr (can_close<E>)
      events_.close = [](void* e) { return called<E>([e] { return at(e).close(), SELVAGE_OK; }); };
    subject_ = {};
    subject_.abi = SELVAGE_SUBJECT_ABI;
    subject_.size = sizeof subject_;
    subject_.name = "own-class";
    subject_.events = &events_;
    return subject_;
  }

 private:
  static E& at(void* e) { return *static_cast<E*>(e); }

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

  static int wait(void* e, std::int32_t timeout_ms) {
    return called<E>([=] {
      if (timeout_ms < 0) return at(e).wait(), int{SELVAGE_OK};
      bool released = false;
      if constexpr (can_wait_for<E>) {
        released = at(e).wait_for(std::chrono::milliseconds(timeout_ms));
      } else if constexpr (can_try_wait<E>) {
        released = at(e).try_wait();
      }
      return released ? int{SELVAGE_OK} : int{SELVAGE_TIMED_OUT};
    });
  }

  static inline std::optional<Make> make_;
  static inline selvage_event_functions events_{};
  static inline selvage_subject subject_{};
};

template <class E, class Make>
report run(unsigned kinds, Make make, const options& o) {
  selvage_check_request r{};
  r.size = sizeof r;
  r.subject = &wrapped<E, Make>::table(std::move(make));
  r.allowed = kinds | (can_wait_for<E> ? SELVAGE_CHECK_TIMEOUTS | SELVAGE_CHECK_POLLS : 0U) |
              (can_try_wait<E> ? SELVAGE_CHECK_POLLS : 0U);
  r.profile = o.profile.c_str();
  r.strategy = o.strategy.c_str();
  r.seed = o.seed;
  r.executions = o.executions;
  r.generated = o.generated;
  r.out = o.counterexamples.empty() ? nullptr : o.counterexamples.c_str();
  r.keep_in_process = o.in_process ? 1 : 0;
  return report(selvage_check_run(&r));
}

}  // namespace detail

/// Holds the events that `make(initially_set)` makes, as std::unique_ptr, against one machine. The class has set()
/// and wait(); reset(), pulse(), close(), wait_for(milliseconds) -> bool and try_wait() -> bool are used where they
/// are there. Runs worker processes: call it before the process has threads of its own. Not thread-safe.
template <class Machine, class Make>
[[nodiscard]] report check(Make make, const options& o = {}) {
  using pointer = std::invoke_result_t<Make&, bool>;
  return detail::run<typename pointer::element_type>(Machine::kinds, std::move(make), o);
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

}  // namespace selvage::check
