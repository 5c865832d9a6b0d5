#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace selvage::model {

/// What a history records. A history is a sequence of labels (spec/conformance.md).
enum class label_kind : std::uint8_t {
  call,            ///< a client thread calls an operation
  ret,             ///< the call returns a result or throws
  callback_begin,  ///< a client's callback begins, on behalf of an object; `result` says why
  callback_end,
  released,   ///< the resource behind an object is released, on `thread`
  quiescent,  ///< nothing can move but time, the environment, or a client's next call
};

/// Every operation a program can issue. The same names stand in programs, output and the spec.
enum class operation : std::uint8_t {
  none,
  // safe handle
  add_ref,
  release,
  dispose,
  set_invalid,
  is_closed,
  // events
  set,
  reset,
  pulse,
  wait,
  close,
  // several objects
  wait_any,
  wait_all,
  signal_and_wait,
  // results of asynchronous operations
  begin,
  complete,
  end,
  is_completed,
  completed_synchronously,
  wait_handle,
  close_handle,
  // registered waits
  register_wait,
  unregister,
  unregister_blocking,
  // asynchronous disposal
  use,
  start,
  finish,
  dispose_sync,
  dispose_async,
  // operations with events
  create,
  post,
  post_completed,
  operation_completed,
  post_nothing,
  complete_nothing,
  abandon,
  outstanding,
  // components with events
  run_async,
  cancel_async,
  is_busy,
  retry,
};

/// What a call returned. Non-negative values are results (an index, a truth value, ok);
/// negative ones are exceptions.
namespace outcome {
inline constexpr std::int16_t ok = 0;
inline constexpr std::int16_t no = 0;
inline constexpr std::int16_t yes = 1;
inline constexpr std::int16_t timed_out = 258;
inline constexpr std::int16_t object_disposed = -1;
inline constexpr std::int16_t invalid_operation = -2;
inline constexpr std::int16_t argument = -3;
inline constexpr std::int16_t other_exception = -4;
inline constexpr std::int16_t unsupported = -5;
}  // namespace outcome

inline constexpr std::int32_t infinite = -1;
inline constexpr std::size_t max_label_objects = 4;

/// One event of a history. Plain data, 16 bytes, no padding: two labels are equal when their bytes are.
struct label {
  label_kind kind{};
  std::uint8_t thread{};        ///< client thread, from 0
  operation op{};               ///< of `call` and `ret`
  std::uint8_t object_count{};  ///< how many of `objects` count
  std::array<std::uint8_t, max_label_objects> objects{};
  std::int32_t timeout_ms{infinite};  ///< of waits: -1 for ever, 0 a poll
  std::int16_t result{};              ///< of `ret`: see `outcome`
  std::uint16_t overdue{};            ///< of `ret`: 1 when the deadline that fired was later than the first one armed

  friend bool operator==(const label&, const label&) = default;
};
static_assert(sizeof(label) == 16);

enum class object_kind : std::uint8_t {
  safe_handle,
  manual_reset_event,
  auto_reset_event,
  duplicate,
  async_result,
  registration,
  async_disposable,
  async_operation,
  component_operation,
  background_worker,
};

/// The client thread numbers of callbacks: the lowest one free when a callback begins. A program whose objects call
/// back has at most this many threads of its own.
inline constexpr std::uint8_t first_callback_thread = 4;
inline constexpr std::uint8_t max_callbacks = 2;  ///< that run at once

/// How an object of a program is made.
struct object_spec {
  object_kind kind{};
  bool initially_set{};     ///< events
  bool owns{true};          ///< safe handles: release on the last reference
  bool valid{true};         ///< safe handles: an invalid value is never released
  std::uint8_t original{};  ///< index of the event that a duplicate duplicates (itself not a duplicate)
  std::int32_t timeout_ms{infinite};
  bool begun{};        ///< async results: begun before the threads start, unless synchronous
  bool synchronous{};  ///< async results: complete inside Begin
  bool failing{};      ///< async results, async disposables, components: completion or disposal throws
  bool silent{};       ///< async results: begun without a callback
  bool once{};  ///< registrations: one callback at most
  bool joining{};  ///< asynchronous disposal: a repeated one returns the pending one
  bool inline_context{};    ///< operations with events, components: what is posted runs inside the post
  bool loop_context{};      ///< likewise: it runs in a message loop
  bool throwing_context{};  ///< operations with events: a post throws
  bool uncancellable{};     ///< background workers: do not support cancellation

  friend bool operator==(const object_spec&, const object_spec&) = default;
};

}  // namespace selvage::model
