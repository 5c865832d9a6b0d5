#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "src/engine/address_set.h"
#include "src/engine/finding.h"
#include "src/engine/observer.h"
#include "src/engine/strategy.h"
#include "src/engine/thread_switch.h"

namespace selvage::engine {

class memory_model;

/// How an execution ended.
enum class ending : std::uint8_t {
  finished,            ///< every thread ran to its end
  deadlock,            ///< the body is blocked and nothing can move
  leaked_thread,       ///< the body has returned and some other thread is blocked for ever
  step_limit,          ///< the step limit was reached: a livelock, or the limit is too low
  crash,               ///< a fatal signal
  aborted,             ///< std::abort
  assertion,           ///< a failed assert
  uncaught_exception,
  misuse,              ///< e.g. unlock by a thread that does not own the mutex
  double_free,         ///< or a free of what was never allocated
  exited,              ///< the code under test called exit()
  unsupported,         ///< it called a function the engine does not model; `message` names it
  finding,             ///< a detector ended it: the last of `findings`
  stopped,             ///< the body asked for it (`stop_execution`)
};

[[nodiscard]] const char* name(ending e) noexcept;

/// A thread that was not finished at the end of an execution, for messages: who waits on what, held by whom.
struct stuck_thread {
  thread_id thread{};
  std::string name;   ///< stable: the spawn path, e.g. "main.0"
  std::string waits;  ///< e.g. "pthread_mutex_lock of mutex 1, held by main.1"
};

/// What happens to a block that is freed.
enum class heap_mode : std::uint8_t {
  reuse,       ///< the next block of its size class is the one freed last: finds ABA
  quarantine,  ///< it is not used again in the execution: finds use after free
};

struct settings {
  std::uint64_t max_steps{20'000};  ///< scheduling points in one execution
  bool memory_points{false};        ///< plain accesses are scheduling points too
  bool spurious{false};             ///< condition variables may wake spuriously
  bool interrupts{false};           ///< a waiting thread may leave its queue and come back at its tail
  unsigned environment_limit{4};    ///< spurious wakeups and interruptions in one execution
  std::uint64_t heap_bytes{std::uint64_t{64} << 20};
  heap_mode heap{heap_mode::reuse};
  bool weak_memory{false};          ///< loads may return old values, where C++ allows it: who runs sets `model`
  memory_model* model{};            ///< what atomic loads return; null: the newest value
  observer* watch{};                ///< sees the execution; null for nobody
  const address_set* racy{};        ///< plain accesses here are scheduling points; null for none
  std::int64_t horizon{INT64_MAX};  ///< virtual nanoseconds: who waits for a later time waits for ever
};

/// One choice of a schedule: a thread (pick) or a number (draw). Recorded only where there was a choice.
struct choice {
  std::uint16_t value{};
  std::uint16_t is_draw{};  ///< 1 or 0; as wide as the value, so that the two are written as one word
  friend bool operator==(const choice&, const choice&) = default;
};

/// What one execution showed. Owned by the engine, valid until the next run.
struct execution {
  ending end{ending::finished};
  std::string message;                ///< empty when finished
  std::vector<stuck_thread> stuck;    ///< of deadlock and step_limit
  std::uint64_t steps{};              ///< scheduling points
  std::uint64_t switches{};
  std::uint64_t leaked_bytes{};       ///< still allocated at the end; when finished, of these what nothing points to
  std::span<const choice> schedule;   ///< every choice made, in order
  std::span<const finding> findings;  ///< of the observer, in the order in which it made them
  std::span<const finding> warnings;  ///< of the observer: no violations
  std::span<const finding> notes;     ///< of the observer: what happened that explains others
};

using thread_function = void (*)(void*);

/// Runs `body` under the strategy's schedule number `index`. Returns false when the strategy has nothing left.
/// One engine a process; must be called from one and the same OS thread, never from controlled code.
bool run(strategy& s, std::uint64_t index, thread_function body, void* argument, const settings& options,
         execution& result);

/// Shared libraries have been loaded: their globals and thread-local variables, as they are now, are what every
/// execution from here on begins with. Not from controlled code.
void images_loaded();

/// How threads are switched with the images that are loaded now. Throws std::runtime_error when the environment
/// variable SELVAGE_THREAD_SWITCH is malformed or allows no way that is right here. Not from controlled code.
[[nodiscard]] const switch_choice& thread_switch();

/// True in code that the engine schedules.
[[nodiscard]] bool in_control() noexcept;

// ---- called from controlled code (the body and what it spawns) ----

/// Starts a controlled thread. Not a scheduling point.
thread_id spawn(thread_function f, void* argument);

/// Blocks until the thread has finished.
void join(thread_id t);

/// The running thread.
[[nodiscard]] thread_id self() noexcept;

/// Declares the running thread a client of the objects under test, outside any call (spec/conformance.md).
void become_client() noexcept;

/// A scheduling point, then the client enters a call. Ask `quiescent` after it, before recording the call.
void enter_call() noexcept;

/// The client is outside again. Not a scheduling point.
void leave_call() noexcept;

/// What the running thread knows of memory, every client's call that begins from here on knows: clients learn of each
/// other's labels by means of their own. Without a memory model nothing.
void publish() noexcept;

/// Called where the execution is quiescent: time enough has passed that every thread knows what any of them does.
void come_to_rest() noexcept;

/// The running thread, one of the implementation's own, begins to run a client's callback: a scheduling point, then
/// it is a client outside any call until `end_callback`.
void begin_callback() noexcept;
void end_callback() noexcept;

/// The execution goes on for `steps` scheduling points more, scheduled fairly, and ends with `step_limit` if it has not
/// ended by then: for one that may have no end. From the second time on, nothing.
void end_soon(std::uint64_t steps) noexcept;

/// Blocks until no other thread can move by itself or by time: what was handed to background threads is done.
void settle() noexcept;

/// True when some client is blocked inside a call and every thread but the caller is blocked or a client outside
/// its calls: nothing but time, the environment or a client can move. O(1).
[[nodiscard]] bool quiescent() noexcept;

/// True when the last deadline the thread slept on since `enter_call` was later than the first: a timeout that
/// was started again.
[[nodiscard]] bool overdue() noexcept;

/// Virtual time in nanoseconds since the execution began.
[[nodiscard]] std::int64_t now() noexcept;

/// Ends the execution here, as `ending::stopped`. Does not return.
[[noreturn]] void stop_execution() noexcept;

/// The stable name of a thread of the current or last execution (its spawn path).
[[nodiscard]] std::string thread_name(thread_id t);

}  // namespace selvage::engine
