/* The plain C interface of a plug-in subject: an implementation that Selvage can check.
 *
 * A subject is a shared object that exports selvage_subject_entry. It fills in the groups it implements; a group,
 * or a function in a group, that is null is a capability the subject lacks, and its clauses are "not applicable".
 *
 * Functions are called from many threads at once, exactly as a client would call the implementation, and must not
 * let an exception escape: translate it into a negative SELVAGE_* result.
 */
#ifndef SELVAGE_SUBJECT_H
#define SELVAGE_SUBJECT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SELVAGE_SUBJECT_ABI 1u

/* Results. */
enum {
  SELVAGE_OK = 0,
  SELVAGE_TIMED_OUT = 258,
  SELVAGE_OBJECT_DISPOSED = -1,
  SELVAGE_INVALID_OPERATION = -2,
  SELVAGE_ARGUMENT = -3,
  SELVAGE_OTHER_EXCEPTION = -4
};

enum { SELVAGE_MANUAL_RESET = 0, SELVAGE_AUTO_RESET = 1 };

/* A wait's timeout in milliseconds; negative: for ever; 0: test and return. */
#define SELVAGE_INFINITE (-1)

/* Called by a subject when it gives back the resource behind an object; `context` is the one given at creation. */
typedef void (*selvage_released_fn)(void* context);

/* Called by a subject where it would run a client's callback; `context` is the one given at creation, `cause` says why
 * (0, or SELVAGE_TIMED_OUT for a wait that timed out). Returns when the callback's code has run. */
typedef void (*selvage_callback_fn)(void* context, int cause);

/* Events. Every function may be null but create and destroy. `wait*` return the index of the object that ended the
 * wait (0 for wait and wait_all), or SELVAGE_TIMED_OUT, or an exception. */
typedef struct selvage_event_functions {
  size_t size; /* sizeof(selvage_event_functions) the subject was compiled with */
  void* (*create)(int kind, int initially_set, selvage_released_fn released, void* context);
  void (*destroy)(void* event); /* frees the object; no call is in flight; need not close first */
  int (*set)(void* event);
  int (*reset)(void* event);
  int (*pulse)(void* event);
  int (*wait)(void* event, int32_t timeout_ms);
  int (*close)(void* event);
  void* (*duplicate)(void* event, selvage_released_fn released, void* context);
  int (*wait_any)(void* const* events, size_t count, int32_t timeout_ms);
  int (*wait_all)(void* const* events, size_t count, int32_t timeout_ms);
  int (*signal_and_wait)(void* signal, void* wait, int32_t timeout_ms);
  int reports_release; /* non-zero when `released` is called as the last reference to a closed event goes */
} selvage_event_functions;

/* Reference-counted handles. */
typedef struct selvage_handle_functions {
  size_t size;
  void* (*create)(int owns, int valid, selvage_released_fn released, void* context);
  void (*destroy)(void* handle);
  int (*add_ref)(void* handle);
  int (*release)(void* handle);
  int (*dispose)(void* handle);
  int (*set_invalid)(void* handle);
  int (*is_closed)(void* handle); /* 1 closed, 0 not */
} selvage_handle_functions;

/* Asynchronous operations and their results. `create` makes an operation that has not begun; one that is `synchronous`
 * completes inside `begin`, one that is `failing` completes with an exception of its own. `begin` and `complete` are given
 * the value to complete with, which `end` returns (the operation's own exception is SELVAGE_OTHER_EXCEPTION). `callback`
 * is null for an operation begun without one; otherwise `cause` is 0, or SELVAGE_ARGUMENT where the callback was given
 * another result than Begin returned, or SELVAGE_INVALID_OPERATION where that result had not the state that Begin was
 * given. `end` is given the operation and the one whose result to end it with: itself, or by mistake another one. */
typedef struct selvage_async_result_functions {
  size_t size;
  void* (*create)(int synchronous, int failing, selvage_callback_fn callback, void* context);
  void (*destroy)(void* operation);
  int (*begin)(void* operation, int value);
  int (*complete)(void* operation, int value);
  int (*end)(void* operation, void* result_of);
  int (*is_completed)(void* operation);            /* 1 or 0 */
  int (*completed_synchronously)(void* operation); /* 1 or 0 */
  int (*wait_handle)(void* operation, int32_t timeout_ms);
  int (*close_handle)(void* operation);
} selvage_async_result_functions;
/* Registered waits. `pool_create` makes what the registrations of one execution share, with that many threads. A
 * registration is made unregistered; `register_wait` begins its wait, once. `unregister` returns 1 or 0, or an exception;
 * so does `unregister_blocking`. Of a registration that is not registered yet both return SELVAGE_INVALID_OPERATION. */
typedef struct selvage_registration_functions {
  size_t size;
  void* (*pool_create)(unsigned workers);
  void (*pool_destroy)(void* pool);
  void* (*create)(void* pool, void* event, int32_t timeout_ms, int once, selvage_callback_fn callback, void* context);
  void (*destroy)(void* registration);
  int (*register_wait)(void* registration);
  int (*unregister)(void* registration, void* event_or_null);
  int (*unregister_blocking)(void* registration);
} selvage_registration_functions;
/* Objects with asynchronous disposal. `use` is an operation in flight for as long as the call; `start` and `finish`
 * begin and end one. `dispose_async` returns when the asynchronous disposal that it asked for is over. `mode` is the sum
 * of: SELVAGE_JOINING, a repeated asynchronous disposal ends with the first; without it, it succeeds at once.
 * SELVAGE_FAILING, the disposal releases the resource and then fails, with an exception of its own
 * (SELVAGE_OTHER_EXCEPTION). */
enum { SELVAGE_JOINING = 1, SELVAGE_FAILING = 2 };
typedef struct selvage_disposal_functions {
  size_t size;
  void* (*create)(int mode, selvage_released_fn released, void* context);
  void (*destroy)(void* object);
  int (*use)(void* object);
  int (*start)(void* object);
  int (*finish)(void* object);
  int (*dispose_sync)(void* object);
  int (*dispose_async)(void* object);
} selvage_disposal_functions;

enum { SELVAGE_CONTEXT_POOL = 0, SELVAGE_CONTEXT_INLINE = 1, SELVAGE_CONTEXT_THROWING = 2, SELVAGE_CONTEXT_LOOP = 3 };

/* Operations with events. `make` makes a component that has no operation yet and whose context runs posts on a pool of
 * two threads, inside the post, or one after the other in a message loop, or throws; `create` creates its one operation
 * there. `called` runs where what was posted runs, with the cause 0 for `post` and 1 for `post_completed`; `released` is
 * called where the context is told that the operation has completed. `post_nothing` and `complete_nothing` post no
 * function at all. `abandon` destroys the operation as soon as no other call uses it. `outstanding` returns how many
 * operations the context has been told have started and not been told have completed. `begin` and `end`, which may be
 * null, stand around an execution: what components share. */
typedef struct selvage_event_based_functions {
  size_t size;
  int (*begin)(void);
  void (*end)(void);
  void* (*make)(int context, selvage_released_fn released, selvage_callback_fn called, void* hook);
  void (*destroy)(void* object);
  int (*create)(void* object);
  int (*post)(void* object);
  int (*post_completed)(void* object);
  int (*operation_completed)(void* object);
  int (*post_nothing)(void* object);
  int (*complete_nothing)(void* object);
  int (*abandon)(void* object);
  int (*outstanding)(void* object);
} selvage_event_based_functions;

enum { SELVAGE_CAUSE_PROGRESS = 0, SELVAGE_CAUSE_RESULT = 1, SELVAGE_CAUSE_CANCELLED = 2, SELVAGE_CAUSE_ERROR = 3 };

/* Components with events. `make_operation` makes one token of a component that all the tokens of an execution share;
 * `make_worker` makes a background worker; one of the two may be null. The work of a run, done on a pool of two threads: report progress once, then
 * look whether a cancellation was asked for, and if it was, end as cancelled; a `failing` one ends with an error then in
 * any case. `called` runs on the context, with the cause 0 for progress and another one (SELVAGE_CAUSE_*) for the
 * completion: what became of the attempt to get the result. `released` is called where the context is told that the run
 * has completed. `run_async` of a token in use is SELVAGE_ARGUMENT, of a busy worker SELVAGE_INVALID_OPERATION. `retry`
 * is `run_async` the first time it is called, and then returns 1 and does nothing. */
typedef struct selvage_component_functions {
  size_t size;
  int (*begin)(void);
  void (*end)(void);
  void* (*make_operation)(int context, int failing, selvage_released_fn released, selvage_callback_fn called, void* hook);
  void* (*make_worker)(int context, int failing, int cancellable, selvage_released_fn released,
                       selvage_callback_fn called, void* hook);
  void (*destroy)(void* object);
  int (*run_async)(void* object);
  int (*cancel_async)(void* object);
  int (*is_busy)(void* object); /* 1 or 0 */
  int (*retry)(void* object);
} selvage_component_functions;
/* What a subject cannot express although it has the function: programs that need it are "not applicable". */
enum {
  SELVAGE_LACKS_MANUAL_RESET = 1, /* events of one kind only */
  SELVAGE_LACKS_AUTO_RESET = 2,
  SELVAGE_LACKS_CALLBACKS = 4,    /* asynchronous operations call nobody back */
  SELVAGE_LACKS_SYNCHRONOUS = 8,  /* none completes inside its Begin */
  SELVAGE_LACKS_FOREIGN_END = 16, /* an End cannot be given another operation's result */
  SELVAGE_LACKS_JOINING = 32,     /* repeated asynchronous disposals of one sort only */
  SELVAGE_LACKS_NOT_JOINING = 64,
  SELVAGE_LACKS_REPEATING = 128,          /* a registration fires once at most */
  SELVAGE_LACKS_ONCE = 256,               /* a registration fires again and again */
  SELVAGE_LACKS_TIMED_REGISTRATION = 512, /* a registration waits without a timeout only */
  SELVAGE_LACKS_COMPLETION_EVENT = 1024,  /* an unregister cannot be given an event */
  SELVAGE_LACKS_FAILING = 2048,           /* no operation, disposal or run ends with an exception of its own */
  SELVAGE_LACKS_CONTROL = 4096,           /* it blocks where the engine does not see it, on a network for instance: it runs
                                             on free-running threads alone, whose histories are recorded */
  SELVAGE_LACKS_POOL_CONTEXT = 8192,      /* operations and components with events have no such context */
  SELVAGE_LACKS_INLINE_CONTEXT = 16384,
  SELVAGE_LACKS_THROWING_CONTEXT = 32768,
  SELVAGE_LACKS_LOOP_CONTEXT = 65536
};

typedef struct selvage_subject {
  uint32_t abi;            /* SELVAGE_SUBJECT_ABI */
  uint32_t size;           /* sizeof(selvage_subject) the subject was compiled with */
  const char* name;        /* short, e.g. "reference" */
  const char* version;     /* of the implementation */
  const char* description; /* one line */
  const char* profile;     /* the profile it means to conform to, e.g. "strict"; null for strict */
  const selvage_event_functions* events;   /* null: none */
  const selvage_handle_functions* handles; /* null: none */
  const selvage_async_result_functions* async_results; /* null: none */
  const selvage_registration_functions* registrations; /* null: none */
  const selvage_disposal_functions* disposal; /* null: none */
  const selvage_event_based_functions* event_based; /* null: none */
  const selvage_component_functions* components; /* null: none */
  uint32_t lacks; /* sum of SELVAGE_LACKS_* */
} selvage_subject;

/* The one symbol a plug-in exports. Called once, before any other; returns a pointer that stays valid. */
typedef const selvage_subject* (*selvage_subject_entry_fn)(void);
#define SELVAGE_SUBJECT_ENTRY "selvage_subject_entry"

#ifdef __cplusplus
}
#endif

#endif
