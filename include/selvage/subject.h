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

/* What a subject cannot express although it has the function: programs that need it are "not applicable". */
enum {
  SELVAGE_LACKS_MANUAL_RESET = 1, /* events of one kind only */
  SELVAGE_LACKS_AUTO_RESET = 2,
  SELVAGE_LACKS_CALLBACKS = 4,    /* asynchronous operations call nobody back */
  SELVAGE_LACKS_SYNCHRONOUS = 8,  /* none completes inside its Begin */
  SELVAGE_LACKS_FOREIGN_END = 16, /* an End cannot be given another operation's result */
  SELVAGE_LACKS_JOINING = 32,     /* repeated asynchronous disposals of one sort only */
  SELVAGE_LACKS_NOT_JOINING = 64
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
  uint32_t lacks; /* sum of SELVAGE_LACKS_* */
} selvage_subject;

/* The one symbol a plug-in exports. Called once, before any other; returns a pointer that stays valid. */
typedef const selvage_subject* (*selvage_subject_entry_fn)(void);
#define SELVAGE_SUBJECT_ENTRY "selvage_subject_entry"

#ifdef __cplusplus
}
#endif

#endif
