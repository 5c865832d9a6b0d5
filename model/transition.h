#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace selvage::model {

/// Every step and guard of the machines, by name. Each carries the clauses that justify it.
enum class transition : std::uint8_t {
  none,
  // handles
  create_handle,
  add_reference,
  refuse_add_reference,
  drop_reference,
  drop_last_reference,
  refuse_release,
  dispose,
  dispose_last,
  dispose_again,
  refuse_dispose,
  invalidate,
  read_closed,
  // handles of events
  create_event,
  take_reference,
  refuse_closed,
  give_back,
  give_back_last,
  close,
  close_last,
  close_again,
  // events
  set_manual,
  set_handed_over,
  set_kept,
  set_folded,
  reset,
  pulse,
  // waits
  find_set,
  poll_unset,
  begin_waiting,
  time_out,
  interrupt,
  come_back,
  // several events
  any_finds_set,
  all_find_set,
  all_begin_waiting,
  reject_duplicate,
  reject_empty,
  refuse_closed_several,
  refuse_closed_signal,
  signal,
  // outputs and guards
  release_resource,
  never_release,
  release_once,
  release_last,
  one_event,
  one_deadline,
  handle_never_waits,
  event_never_waits,
  // results of asynchronous operations
  apm_begin,
  apm_refuse,
  apm_begin_again,
  apm_win_completion,
  apm_lose_completion,
  apm_complete,
  apm_complete_synchronously,
  apm_read_completed,
  apm_read_pending,
  apm_read_synchronously,
  apm_latch_synchronously,
  apm_take_handle,
  apm_refuse_handle,
  apm_handle_signalled,
  apm_handle_times_out,
  apm_give_back_handle,
  apm_close_handle,
  apm_end_first,
  apm_end_again,
  apm_end_foreign,
  apm_end_returns,
  apm_end_throws,
  apm_call_back,
  apm_call_back_once,
  apm_never_call_back,
  apm_one_handle,
  apm_never_waits,
  // registered waits
  each_registration,
  registration_begins,
  refuse_registration,
  register_again,
  registration_known,
  registration_fires,
  registration_fires_once,
  registration_times_out,
  registration_waits_again,
  registration_lets_go,
  callback_starts,
  unregister_first,
  unregister_again,
  unregister_unknown,
  unregister_refused,
  remove_wait,
  drained,
  refuse_drain,
  completes,
  // asynchronous disposal
  begin_operation,
  end_operation,
  refuse_operation,
  start_operation,
  finish_operation,
  refuse_finish,
  begin_disposal_sync,
  begin_disposal_async,
  again_sync,
  again_async,
  join_disposal,
  release_disposed,
  disposal_fails,
  // operations with events
  create_operation,
  refuse_create,
  hold_operation,
  begin_post,
  post_progress,
  post_throws,
  refuse_post,
  refuse_completion,
  refuse_inside_completion,
  refuse_nothing,
  mark_completed,
  post_completion,
  completion_throws,
  complete_silently,
  inline_post_ends,
  complete_at_context,
  abandon_operation,
  destroy_operation,
  count_outstanding,
  call_back_completion,
  call_back_in_order,
  // components with events
  start_run,
  refuse_token,
  refuse_busy,
  begin_retry,
  retry_over,
  cancel_run,
  cancel_nothing,
  refuse_cancel,
  look_busy,
  look_idle,
  report_progress,
  find_cancelled,
  find_result,
  find_error,
  free_token,
  become_idle,
  post_end,
  complete_run,
  component_post_ends,
  call_back_end,
  last_in_order,
  // with liberties
  close_under_waiters,
  count_,
};

/// The machines that `selvage model` knows, as bits.
namespace machine_bit {
inline constexpr std::uint8_t safe_handle = 1;
inline constexpr std::uint8_t manual = 2;
inline constexpr std::uint8_t automatic = 4;
inline constexpr std::uint8_t multiple = 8;
inline constexpr std::uint8_t async_result = 32;
inline constexpr std::uint8_t registration = 16;
inline constexpr std::uint8_t disposal = 128;
inline constexpr std::uint8_t event_based = 64;
inline constexpr std::uint16_t components = 256;
}  // namespace machine_bit

struct transition_info {
  transition id{};
  std::string_view name;
  std::uint16_t machines{};                   ///< which machines have it: `machine_bit`
  std::span<const std::string_view> clauses;  ///< most telling first
};

/// Every transition and guard in the order of the enumeration, `none` left out.
[[nodiscard]] std::span<const transition_info> transitions() noexcept;

/// What is known of one transition. Precondition: t is neither `none` nor `count_`.
[[nodiscard]] const transition_info& info(transition t) noexcept;

}  // namespace selvage::model
