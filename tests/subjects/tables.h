#pragma once

#include <atomic>
#include <cstdint>

#include "tests/subjects/adapter.h"

/// The tables of a subject, made from classes: each operation that a class has as a member is one that the subject has.
namespace selvage::subjects {

/// A table without a group of functions.
constexpr selvage_subject described(const char* name, const char* version, const char* description) {
  selvage_subject s{};
  s.abi = SELVAGE_SUBJECT_ABI;
  s.size = sizeof(selvage_subject);
  s.name = name;
  s.version = version;
  s.description = description;
  return s;
}

template <class T>
T& as(void* object) noexcept {
  return *static_cast<T*>(object);
}

/// An operation of a library whose operations have begun as soon as they are there: until Begin is called, nobody is
/// given it.
class begun_once {
 public:
  void begin_once() {
    if (begun_.exchange(true)) throw async::invalid_operation_error("the operation has begun already");
  }
  [[nodiscard]] bool has_begun() const { return begun_.load(); }
  void must_have_begun() const {
    if (!has_begun()) throw async::invalid_operation_error("the operation has not begun");
  }

 private:
  std::atomic<bool> begun_{false};
};

/// Of a class made with (manual, initially set). A wait, if there is one, gets its timeout in milliseconds, negative
/// for ever, and returns whether it was satisfied.
template <class Event>
constexpr selvage_event_functions events_of() {
  selvage_event_functions f{};
  f.size = sizeof f;
  f.create = [](int kind, int initially_set, selvage_released_fn, void*) -> void* {
    return new Event(kind == SELVAGE_MANUAL_RESET, initially_set != 0);
  };
  f.destroy = [](void* e) { delete &as<Event>(e); };
  f.set = [](void* e) { return ok_after([&] { as<Event>(e).set(); }); };
  if constexpr (requires(Event& e) { e.wait(0); }) {
    f.wait = [](void* e, std::int32_t timeout_ms) {
      return result_of([&] { return wait_result(as<Event>(e).wait(timeout_ms)); });
    };
  }
  if constexpr (requires(Event& e) { e.reset(); }) {
    f.reset = [](void* e) { return ok_after([&] { as<Event>(e).reset(); }); };
  }
  if constexpr (requires(Event& e) { e.pulse(); }) {
    f.pulse = [](void* e) { return ok_after([&] { as<Event>(e).pulse(); }); };
  }
  return f;
}

/// Of a class made with (pool, event, once, callback, context), or with a timeout in milliseconds, negative for ever,
/// before `once`; it is not told of an end of its callbacks. A pool may be made with its number of threads. Its members answer with what the table's functions do, or throw; `unregister` and `unregister_blocking`
/// return whether they are the first.
template <class Pool, class Event, class Registration>
constexpr selvage_registration_functions registrations_of() {
  selvage_registration_functions f{};
  f.size = sizeof f;
  f.pool_create = []([[maybe_unused]] unsigned threads) -> void* {
    if constexpr (requires { Pool(threads); })
      return new Pool(threads);
    else
      return new Pool;
  };
  f.pool_destroy = [](void* p) { delete &as<Pool>(p); };
  f.create = [](void* p, void* e, [[maybe_unused]] std::int32_t timeout_ms, int once, selvage_callback_fn callback,
                void* context) -> void* {
    if constexpr (requires { Registration(as<Pool>(p), as<Event>(e), timeout_ms, once != 0, callback, context); })
      return new Registration(as<Pool>(p), as<Event>(e), timeout_ms, once != 0, callback, context);
    else
      return new Registration(as<Pool>(p), as<Event>(e), once != 0, callback, context);
  };
  f.destroy = [](void* r) { delete &as<Registration>(r); };
  f.register_wait = [](void* r) { return ok_after([&] { as<Registration>(r).register_wait(); }); };
  if constexpr (requires(Registration& r) { r.unregister(); }) {
    f.unregister = [](void* r, void*) { return result_of([&] { return as<Registration>(r).unregister() ? 1 : 0; }); };
  }
  if constexpr (requires(Registration& r) { r.unregister_blocking(); }) {
    f.unregister_blocking = [](void* r) {
      return result_of([&] { return as<Registration>(r).unregister_blocking() ? 1 : 0; });
    };
  }
  return f;
}

/// What the registrations of a library share that needs no pool.
struct no_pool {};

/// Of a class made with (synchronous, failing, callback, context) whose members answer with what the table's functions
/// do, or throw. An `end` with an argument is given the operation whose result it is to end with.
template <class Operation>
constexpr selvage_async_result_functions async_results_of() {
  selvage_async_result_functions f{};
  f.size = sizeof f;
  f.create = [](int synchronous, int failing, selvage_callback_fn callback, void* context) -> void* {
    return new Operation(synchronous != 0, failing != 0, callback, context);
  };
  f.destroy = [](void* o) { delete &as<Operation>(o); };
  f.begin = [](void* o, int value) { return ok_after([&] { as<Operation>(o).begin(value); }); };
  f.complete = [](void* o, int value) { return ok_after([&] { as<Operation>(o).complete(value); }); };
  f.end = [](void* o, void* of) {
    return result_of([&] {
      if constexpr (requires(Operation& operation) { operation.end(operation); }) {
        return as<Operation>(o).end(as<Operation>(of));
      } else {
        return as<Operation>(of).end();
      }
    });
  };
  f.is_completed = [](void* o) { return result_of([&] { return as<Operation>(o).is_completed() ? 1 : 0; }); };
  if constexpr (requires(Operation& o) { o.wait(0); }) {
    f.wait_handle = [](void* o, std::int32_t timeout_ms) {
      return result_of([&] { return wait_result(as<Operation>(o).wait(timeout_ms)); });
    };
  }
  return f;
}

}  // namespace selvage::subjects
