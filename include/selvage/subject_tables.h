#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "selvage/async/error.h"
#include "selvage/subject.h"

/// The tables of selvage/subject.h, made from classes of one's own: an operation that a class has as a member is one
/// that the subject has. Such a class may be the one that is to be checked, or an adapter around it.
///
///     constexpr auto events = selvage::subjects::events_of<my_event>();
///     constexpr auto mine = [] {
///       auto s = selvage::subjects::described("mine", "1", "my event");
///       s.events = &events;
///       return s;
///     }();
///     SELVAGE_EXPORT_SUBJECT(mine)
///
/// Members are called from many threads at once. What they throw is translated: object_disposed_error,
/// invalid_operation_error and argument_error of selvage/async/error.h, and the class's own `closed_error`, if it has a
/// type of that name, for a call on a closed object; anything else is an exception of the implementation's own.
namespace selvage::subjects {

/// A table without a group of functions. The texts are not copied.
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

/// Runs `body`, which returns a SELVAGE_* result, and translates what it throws.
template <class Body>
int result_of(Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (const async::object_disposed_error&) {
    return SELVAGE_OBJECT_DISPOSED;
  } catch (const async::invalid_operation_error&) {
    return SELVAGE_INVALID_OPERATION;
  } catch (const async::argument_error&) {
    return SELVAGE_ARGUMENT;
  } catch (...) {
    return SELVAGE_OTHER_EXCEPTION;
  }
}

/// Likewise for a `body` that returns nothing when it succeeds.
template <class Body>
int ok_after(Body&& body) noexcept {
  return result_of([&] {
    std::forward<Body>(body)();
    return int{SELVAGE_OK};
  });
}

/// The result of a wait that says whether it was satisfied.
inline int wait_result(bool satisfied) noexcept { return satisfied ? int{SELVAGE_OK} : int{SELVAGE_TIMED_OUT}; }

/// Has `body` do something with the object behind `object`, and translates what it throws. What `body` returns is the
/// result, if it returns anything.
template <class T, class Body>
int call(void* object, Body&& body) noexcept {
  return result_of([&]() -> int {
    const auto done = [&]() -> int {
      if constexpr (std::is_void_v<decltype(body(as<T>(object)))>) {
        body(as<T>(object));
        return SELVAGE_OK;
      } else {
        return static_cast<int>(body(as<T>(object)));
      }
    };
    if constexpr (requires { typename T::closed_error; }) {
      try {
        return done();
      } catch (const typename T::closed_error&) {
        return SELVAGE_OBJECT_DISPOSED;
      }
    } else {
      return done();
    }
  });
}

namespace detail {

template <class Event>
concept waits_for_milliseconds = requires(Event& e, std::int32_t timeout_ms) {
  { e.wait(timeout_ms) } -> std::convertible_to<bool>;
};
template <class Event>
concept waits_for_a_duration = requires(Event& e) {
  { e.wait_for(std::chrono::milliseconds(1)) } -> std::convertible_to<bool>;
};
template <class Event>
concept tries = requires(Event& e) {
  { e.try_wait() } -> std::convertible_to<bool>;
};

/// A negative timeout is for ever; one that the class has no wait for is over at once.
template <class Event>
int wait(Event& e, std::int32_t timeout_ms) {
  if constexpr (waits_for_milliseconds<Event>) {
    return wait_result(e.wait(timeout_ms));
  } else if (timeout_ms < 0) {
    e.wait();
    return SELVAGE_OK;
  } else if constexpr (waits_for_a_duration<Event>) {
    return wait_result(e.wait_for(std::chrono::milliseconds(timeout_ms)));
  } else if constexpr (tries<Event>) {
    return wait_result(e.try_wait());
  } else {
    return SELVAGE_TIMED_OUT;
  }
}

}  // namespace detail

/// Of a class made with (manual, initially_set). Its members: set, and where they are there reset, pulse, close, and
/// either `wait(std::int32_t milliseconds)`, negative for ever, or `wait()` and `wait_for(std::chrono::milliseconds)`.
/// A wait with a timeout returns whether it was satisfied.
template <class Event>
constexpr selvage_event_functions events_of() {
  selvage_event_functions f{};
  f.size = sizeof f;
  if constexpr (std::constructible_from<Event, bool, bool>) {
    f.create = [](int kind, int initially_set, selvage_released_fn, void*) -> void* {
      return new Event(kind == SELVAGE_MANUAL_RESET, initially_set != 0);
    };
  }
  f.destroy = [](void* e) { delete &as<Event>(e); };
  f.set = [](void* e) { return call<Event>(e, [](Event& of) { of.set(); }); };
  if constexpr (detail::waits_for_milliseconds<Event> || detail::waits_for_a_duration<Event>) {
    f.wait = [](void* e, std::int32_t timeout_ms) {
      return call<Event>(e, [=](Event& of) { return detail::wait(of, timeout_ms); });
    };
  }
  if constexpr (requires(Event& e) { e.reset(); }) {
    f.reset = [](void* e) { return call<Event>(e, [](Event& of) { of.reset(); }); };
  }
  if constexpr (requires(Event& e) { e.pulse(); }) {
    f.pulse = [](void* e) { return call<Event>(e, [](Event& of) { of.pulse(); }); };
  }
  if constexpr (requires(Event& e) { e.close(); }) {
    f.close = [](void* e) { return call<Event>(e, [](Event& of) { of.close(); }); };
  }
  return f;
}

/// Of a class made with (owns, valid, released, context), which calls `released(context)` where it gives back the
/// resource; not for its destructor's sake. Its members: add_ref, release, dispose, and where they are there
/// set_invalid and is_closed.
template <class Handle>
constexpr selvage_handle_functions handles_of() {
  selvage_handle_functions f{};
  f.size = sizeof f;
  f.create = [](int owns, int valid, selvage_released_fn released, void* context) -> void* {
    return new Handle(owns != 0, valid != 0, released, context);
  };
  f.destroy = [](void* h) { delete &as<Handle>(h); };
  f.add_ref = [](void* h) { return call<Handle>(h, [](Handle& of) { of.add_ref(); }); };
  f.release = [](void* h) { return call<Handle>(h, [](Handle& of) { of.release(); }); };
  f.dispose = [](void* h) { return call<Handle>(h, [](Handle& of) { of.dispose(); }); };
  if constexpr (requires(Handle& h) { h.set_invalid(); }) {
    f.set_invalid = [](void* h) { return call<Handle>(h, [](Handle& of) { of.set_invalid(); }); };
  }
  if constexpr (requires(Handle& h) { h.is_closed(); }) {
    f.is_closed = [](void* h) { return call<Handle>(h, [](Handle& of) { return of.is_closed() ? 1 : 0; }); };
  }
  return f;
}

/// Of a class made with (pool, event, once, callback, context), or with a timeout in milliseconds, negative for ever,
/// before `once`. It is not told of an end of its callbacks: SELVAGE_LACKS_COMPLETION_EVENT. A pool may be made with
/// its number of threads. Members: register_wait, and where they are there `unregister` and `unregister_blocking`,
/// which return whether they are the first.
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
  f.register_wait = [](void* r) { return call<Registration>(r, [](Registration& of) { of.register_wait(); }); };
  if constexpr (requires(Registration& r) { r.unregister(); }) {
    f.unregister = [](void* r, void*) {
      return call<Registration>(r, [](Registration& of) { return of.unregister() ? 1 : 0; });
    };
  }
  if constexpr (requires(Registration& r) { r.unregister_blocking(); }) {
    f.unregister_blocking = [](void* r) {
      return call<Registration>(r, [](Registration& of) { return of.unregister_blocking() ? 1 : 0; });
    };
  }
  return f;
}

/// What registrations share that need no pool.
struct no_pool {};

/// Of a class made with (synchronous, failing, callback, context). Its members: `begin(int)` and `complete(int)` with
/// the value, `end`, which returns it or throws, is_completed, and where they are there completed_synchronously,
/// close_handle, and `wait(std::int32_t milliseconds)` on the wait handle, negative for ever, which returns whether it
/// was satisfied. An `end` with an argument is given the operation whose result it is to end with.
template <class Operation>
constexpr selvage_async_result_functions async_results_of() {
  selvage_async_result_functions f{};
  f.size = sizeof f;
  f.create = [](int synchronous, int failing, selvage_callback_fn callback, void* context) -> void* {
    return new Operation(synchronous != 0, failing != 0, callback, context);
  };
  f.destroy = [](void* o) { delete &as<Operation>(o); };
  f.begin = [](void* o, int value) { return call<Operation>(o, [=](Operation& of) { of.begin(value); }); };
  f.complete = [](void* o, int value) { return call<Operation>(o, [=](Operation& of) { of.complete(value); }); };
  f.end = [](void* o, void* result_of) {
    if constexpr (requires(Operation& operation) { operation.end(operation); }) {
      return call<Operation>(o, [=](Operation& of) { return of.end(as<Operation>(result_of)); });
    } else {
      return call<Operation>(result_of, [](Operation& of) { return of.end(); });
    }
  };
  f.is_completed = [](void* o) { return call<Operation>(o, [](Operation& of) { return of.is_completed() ? 1 : 0; }); };
  if constexpr (requires(Operation& o) { o.completed_synchronously(); }) {
    f.completed_synchronously = [](void* o) {
      return call<Operation>(o, [](Operation& of) { return of.completed_synchronously() ? 1 : 0; });
    };
  }
  if constexpr (requires(Operation& o) { o.wait(0); }) {
    f.wait_handle = [](void* o, std::int32_t timeout_ms) {
      return call<Operation>(o, [=](Operation& of) { return wait_result(of.wait(timeout_ms)); });
    };
  }
  if constexpr (requires(Operation& o) { o.close_handle(); }) {
    f.close_handle = [](void* o) { return call<Operation>(o, [](Operation& of) { of.close_handle(); }); };
  }
  return f;
}

/// Of a class made with (released, context), or with (joining, failing, released, context), which calls
/// `released(context)` where the resource goes; not for its destructor's sake. Its members, where they are there: use,
/// start, finish, dispose_sync, and dispose_async, which returns when the disposal that it asked for is over.
template <class Disposable>
constexpr selvage_disposal_functions disposal_of() {
  selvage_disposal_functions f{};
  f.size = sizeof f;
  f.create = [](int mode, selvage_released_fn released, void* context) -> void* {
    if constexpr (std::constructible_from<Disposable, selvage_released_fn, void*>) {
      return new Disposable(released, context);
    } else {
      return new Disposable((mode & SELVAGE_JOINING) != 0, (mode & SELVAGE_FAILING) != 0, released, context);
    }
  };
  f.destroy = [](void* d) { delete &as<Disposable>(d); };
  if constexpr (requires(Disposable& d) { d.use(); }) {
    f.use = [](void* d) { return call<Disposable>(d, [](Disposable& of) { of.use(); }); };
  }
  if constexpr (requires(Disposable& d) { d.start(); }) {
    f.start = [](void* d) { return call<Disposable>(d, [](Disposable& of) { of.start(); }); };
  }
  if constexpr (requires(Disposable& d) { d.finish(); }) {
    f.finish = [](void* d) { return call<Disposable>(d, [](Disposable& of) { of.finish(); }); };
  }
  if constexpr (requires(Disposable& d) { d.dispose_sync(); }) {
    f.dispose_sync = [](void* d) { return call<Disposable>(d, [](Disposable& of) { of.dispose_sync(); }); };
  }
  if constexpr (requires(Disposable& d) { d.dispose_async(); }) {
    f.dispose_async = [](void* d) { return call<Disposable>(d, [](Disposable& of) { of.dispose_async(); }); };
  }
  return f;
}

/// Of a class made with (context, released, called, hook), where `context` is a SELVAGE_CONTEXT_*, `called(hook, 0)` is
/// called by what was posted as progress, `called(hook, 1)` by the completion, and `released(hook)` where the context
/// is told that the operation has completed. Its members, where they are there: create, post, post_completed,
/// operation_completed, post_nothing, complete_nothing, abandon, and `outstanding`, which returns a number.
template <class Operation>
constexpr selvage_event_based_functions event_based_of() {
  selvage_event_based_functions f{};
  f.size = sizeof f;
  f.make = [](int context, selvage_released_fn released, selvage_callback_fn called, void* hook) -> void* {
    return new Operation(context, released, called, hook);
  };
  f.destroy = [](void* o) { delete &as<Operation>(o); };
  if constexpr (requires(Operation& o) { o.create(); }) {
    f.create = [](void* o) { return call<Operation>(o, [](Operation& of) { of.create(); }); };
  }
  if constexpr (requires(Operation& o) { o.post(); }) {
    f.post = [](void* o) { return call<Operation>(o, [](Operation& of) { of.post(); }); };
  }
  if constexpr (requires(Operation& o) { o.post_completed(); }) {
    f.post_completed = [](void* o) { return call<Operation>(o, [](Operation& of) { of.post_completed(); }); };
  }
  if constexpr (requires(Operation& o) { o.operation_completed(); }) {
    f.operation_completed = [](void* o) { return call<Operation>(o, [](Operation& of) { of.operation_completed(); }); };
  }
  if constexpr (requires(Operation& o) { o.post_nothing(); }) {
    f.post_nothing = [](void* o) { return call<Operation>(o, [](Operation& of) { of.post_nothing(); }); };
  }
  if constexpr (requires(Operation& o) { o.complete_nothing(); }) {
    f.complete_nothing = [](void* o) { return call<Operation>(o, [](Operation& of) { of.complete_nothing(); }); };
  }
  if constexpr (requires(Operation& o) { o.abandon(); }) {
    f.abandon = [](void* o) { return call<Operation>(o, [](Operation& of) { of.abandon(); }); };
  }
  if constexpr (requires(Operation& o) { o.outstanding(); }) {
    f.outstanding = [](void* o) { return call<Operation>(o, [](Operation& of) { return of.outstanding(); }); };
  }
  return f;
}

/// Of a class made with (context, failing, cancellable, released, called, hook), a background worker of its own:
/// `called(hook, cause)` with a SELVAGE_CAUSE_*, and `released(hook)` where the context is told that the run has
/// completed. Its members: run_async, and where they are there cancel_async, `is_busy` and `retry`, which return truth
/// values.
template <class Worker>
constexpr selvage_component_functions workers_of() {
  selvage_component_functions f{};
  f.size = sizeof f;
  f.make_worker = [](int context, int failing, int cancellable, selvage_released_fn released,
                     selvage_callback_fn called, void* hook) -> void* {
    return new Worker(context, failing != 0, cancellable != 0, released, called, hook);
  };
  f.destroy = [](void* w) { delete &as<Worker>(w); };
  f.run_async = [](void* w) { return call<Worker>(w, [](Worker& of) { of.run_async(); }); };
  if constexpr (requires(Worker& w) { w.cancel_async(); }) {
    f.cancel_async = [](void* w) { return call<Worker>(w, [](Worker& of) { of.cancel_async(); }); };
  }
  if constexpr (requires(Worker& w) { w.is_busy(); }) {
    f.is_busy = [](void* w) { return call<Worker>(w, [](Worker& of) { return of.is_busy() ? 1 : 0; }); };
  }
  if constexpr (requires(Worker& w) { w.retry(); }) {
    f.retry = [](void* w) { return call<Worker>(w, [](Worker& of) { return of.retry() ? 1 : 0; }); };
  }
  return f;
}

}  // namespace selvage::subjects

/// Exports a `selvage_subject` of static storage duration as what the shared object has to offer.
#define SELVAGE_EXPORT_SUBJECT(subject)                                                                 \
  extern "C" __attribute__((visibility("default"))) const selvage_subject* selvage_subject_entry(void); \
  extern "C" const selvage_subject* selvage_subject_entry(void) { return &(subject); }
