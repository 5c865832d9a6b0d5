#include "model/transition.h"

#include <array>
#include <cstddef>

namespace selvage::model {
namespace {

using namespace machine_bit;
using text = std::string_view;

constexpr std::uint8_t events = manual | automatic | multiple;
constexpr std::uint8_t all = safe_handle | events;

#define SELVAGE_CLAUSES(name, ...) constexpr text name[] = {__VA_ARGS__}
SELVAGE_CLAUSES(create_handle_, "HND-01");
SELVAGE_CLAUSES(add_reference_, "HND-02");
SELVAGE_CLAUSES(refuse_add_, "HND-03");
SELVAGE_CLAUSES(drop_, "HND-04");
SELVAGE_CLAUSES(drop_last_, "HND-06", "HND-04", "HND-07");
SELVAGE_CLAUSES(refuse_release_, "HND-05");
SELVAGE_CLAUSES(dispose_, "HND-11");
SELVAGE_CLAUSES(dispose_last_, "HND-11", "HND-06", "HND-07");
SELVAGE_CLAUSES(dispose_again_, "HND-12", "HND-13");
SELVAGE_CLAUSES(refuse_dispose_, "HND-14");
SELVAGE_CLAUSES(invalidate_, "HND-15");
SELVAGE_CLAUSES(read_closed_, "HND-17");
SELVAGE_CLAUSES(create_event_, "EVT-01", "HND-01");
SELVAGE_CLAUSES(take_, "EVT-02", "HND-02");
SELVAGE_CLAUSES(refuse_closed_, "EVT-03", "HND-03");
SELVAGE_CLAUSES(give_back_, "EVT-02", "HND-04");
SELVAGE_CLAUSES(give_back_last_, "EVT-02", "HND-06", "HND-07");
SELVAGE_CLAUSES(close_, "EVT-05", "HND-11");
SELVAGE_CLAUSES(close_last_, "HND-11", "HND-06", "HND-07");
SELVAGE_CLAUSES(close_again_, "EVT-04", "HND-12", "HND-13");
SELVAGE_CLAUSES(set_manual_, "EVT-07", "EVT-09");
SELVAGE_CLAUSES(set_handed_over_, "EVT-12", "EVT-14");
SELVAGE_CLAUSES(set_kept_, "EVT-13");
SELVAGE_CLAUSES(set_folded_, "EVT-12");
SELVAGE_CLAUSES(reset_, "EVT-10", "EVT-08");
SELVAGE_CLAUSES(pulse_, "EVT-11");
SELVAGE_CLAUSES(find_set_, "EVT-15", "EVT-09", "EVT-14");
SELVAGE_CLAUSES(poll_unset_, "EVT-18", "EVT-16");
SELVAGE_CLAUSES(begin_waiting_, "EVT-16", "EVT-17");
SELVAGE_CLAUSES(time_out_, "EVT-19");
SELVAGE_CLAUSES(interrupt_, "EVT-21");
SELVAGE_CLAUSES(any_finds_, "EVT-22", "EVT-23");
SELVAGE_CLAUSES(all_find_, "EVT-24");
SELVAGE_CLAUSES(all_wait_, "EVT-25", "EVT-24", "EVT-17");
SELVAGE_CLAUSES(duplicate_, "EVT-26");
SELVAGE_CLAUSES(empty_, "EVT-27");
SELVAGE_CLAUSES(refuse_several_, "EVT-28", "EVT-03");
SELVAGE_CLAUSES(refuse_signal_, "EVT-29", "EVT-28", "EVT-03");
SELVAGE_CLAUSES(signal_, "EVT-30", "EVT-29");
SELVAGE_CLAUSES(release_, "HND-07");
SELVAGE_CLAUSES(never_, "HND-10", "HND-16");
SELVAGE_CLAUSES(once_, "HND-08");
SELVAGE_CLAUSES(last_, "HND-09");
SELVAGE_CLAUSES(one_event_, "EVT-06");
SELVAGE_CLAUSES(one_deadline_, "EVT-20");
SELVAGE_CLAUSES(handle_moves_, "HND-18");
SELVAGE_CLAUSES(event_moves_, "EVT-31");
SELVAGE_CLAUSES(apm_begin_, "APM-03");
SELVAGE_CLAUSES(apm_refuse_, "APM-01");
SELVAGE_CLAUSES(apm_begin_again_, "APM-02");
SELVAGE_CLAUSES(apm_win_completion_, "APM-11");
SELVAGE_CLAUSES(apm_lose_completion_, "APM-11", "APM-12");
SELVAGE_CLAUSES(apm_complete_, "APM-04", "APM-08", "APM-21");
SELVAGE_CLAUSES(apm_complete_synchronously_, "APM-05", "APM-04");
SELVAGE_CLAUSES(apm_read_completed_, "APM-04", "APM-08", "APM-10");
SELVAGE_CLAUSES(apm_read_pending_, "APM-04");
SELVAGE_CLAUSES(apm_read_synchronously_, "APM-05", "APM-06");
SELVAGE_CLAUSES(apm_latch_synchronously_, "APM-06", "APM-05");
SELVAGE_CLAUSES(apm_take_handle_, "APM-24", "APM-20");
SELVAGE_CLAUSES(apm_refuse_handle_, "APM-25");
SELVAGE_CLAUSES(apm_handle_signalled_, "APM-21", "APM-22", "APM-09", "APM-26");
SELVAGE_CLAUSES(apm_handle_times_out_, "APM-23", "APM-24");
SELVAGE_CLAUSES(apm_give_back_handle_, "APM-26");
SELVAGE_CLAUSES(apm_close_handle_, "APM-27");
SELVAGE_CLAUSES(apm_end_first_, "APM-31", "APM-28");
SELVAGE_CLAUSES(apm_end_again_, "APM-31", "APM-32");
SELVAGE_CLAUSES(apm_end_foreign_, "APM-33", "APM-34");
SELVAGE_CLAUSES(apm_end_returns_, "APM-29", "APM-28", "APM-24");
SELVAGE_CLAUSES(apm_end_throws_, "APM-30", "APM-28", "APM-24");
SELVAGE_CLAUSES(apm_call_back_, "APM-15", "APM-09", "APM-10", "APM-17", "APM-07");
SELVAGE_CLAUSES(apm_call_back_once_, "APM-14");
SELVAGE_CLAUSES(apm_never_call_back_, "APM-16");
SELVAGE_CLAUSES(apm_one_handle_, "APM-20");
SELVAGE_CLAUSES(apm_never_waits_, "APM-35", "APM-03", "APM-32");
SELVAGE_CLAUSES(each_registration_, "REG-19");
SELVAGE_CLAUSES(registration_begins_, "REG-02");
SELVAGE_CLAUSES(refuse_registration_, "REG-01");
SELVAGE_CLAUSES(register_again_, "REG-20");
SELVAGE_CLAUSES(registration_fires_, "REG-04", "REG-06");
SELVAGE_CLAUSES(registration_fires_once_, "REG-05", "REG-04");
SELVAGE_CLAUSES(registration_times_out_, "REG-07");
SELVAGE_CLAUSES(registration_waits_again_, "REG-06");
SELVAGE_CLAUSES(registration_lets_go_, "REG-03", "REG-02");
SELVAGE_CLAUSES(callback_starts_, "REG-08");
SELVAGE_CLAUSES(unregister_first_, "REG-09");
SELVAGE_CLAUSES(unregister_again_, "REG-10");
SELVAGE_CLAUSES(unregister_refused_, "REG-16");
SELVAGE_CLAUSES(remove_wait_, "REG-12", "REG-11");
SELVAGE_CLAUSES(drained_, "REG-17");
SELVAGE_CLAUSES(refuse_drain_, "REG-18");
SELVAGE_CLAUSES(completes_, "REG-13", "REG-14", "REG-15");
SELVAGE_CLAUSES(begin_operation_, "DSP-01");
SELVAGE_CLAUSES(refuse_operation_, "DSP-02");
SELVAGE_CLAUSES(finish_operation_, "DSP-03");
SELVAGE_CLAUSES(refuse_finish_, "DSP-04");
SELVAGE_CLAUSES(begin_sync_, "DSP-09");
SELVAGE_CLAUSES(begin_async_, "DSP-08");
SELVAGE_CLAUSES(again_sync_, "DSP-12");
SELVAGE_CLAUSES(again_async_, "DSP-10");
SELVAGE_CLAUSES(join_, "DSP-11");
SELVAGE_CLAUSES(release_disposed_, "DSP-05", "DSP-06", "DSP-07");
SELVAGE_CLAUSES(disposal_fails_, "DSP-13", "DSP-07");
SELVAGE_CLAUSES(create_, "EAP-01");
SELVAGE_CLAUSES(refuse_create_, "EAP-02");
SELVAGE_CLAUSES(hold_, "EAP-14");
SELVAGE_CLAUSES(begin_post_, "EAP-03");
SELVAGE_CLAUSES(post_progress_, "EAP-03");
SELVAGE_CLAUSES(post_throws_, "EAP-13");
SELVAGE_CLAUSES(refuse_post_, "EAP-04");
SELVAGE_CLAUSES(refuse_completion_, "EAP-05");
SELVAGE_CLAUSES(refuse_inside_, "EAP-06");
SELVAGE_CLAUSES(refuse_nothing_, "EAP-15");
SELVAGE_CLAUSES(mark_completed_, "EAP-05", "EAP-06");
SELVAGE_CLAUSES(post_completion_, "EAP-07", "EAP-09");
SELVAGE_CLAUSES(completion_throws_, "EAP-11", "EAP-13");
SELVAGE_CLAUSES(complete_silently_, "EAP-08", "EAP-05", "EAP-09");
SELVAGE_CLAUSES(inline_post_ends_, "EAP-10");
SELVAGE_CLAUSES(complete_at_context_, "EAP-09", "EAP-12");
SELVAGE_CLAUSES(abandon_, "EAP-14");
SELVAGE_CLAUSES(count_outstanding_, "EAP-11", "EAP-01");
SELVAGE_CLAUSES(call_back_completion_, "EAP-07");
SELVAGE_CLAUSES(call_back_in_order_, "EAP-16");
SELVAGE_CLAUSES(start_run_, "EAP-01");
SELVAGE_CLAUSES(refuse_token_, "EAP-02");
SELVAGE_CLAUSES(refuse_busy_, "EAP-19");
SELVAGE_CLAUSES(retry_over_, "EAP-20");
SELVAGE_CLAUSES(cancel_run_, "EAP-21");
SELVAGE_CLAUSES(cancel_nothing_, "EAP-22");
SELVAGE_CLAUSES(refuse_cancel_, "EAP-23");
SELVAGE_CLAUSES(look_busy_, "EAP-19");
SELVAGE_CLAUSES(look_idle_, "EAP-20");
SELVAGE_CLAUSES(report_progress_, "EAP-17");
SELVAGE_CLAUSES(find_cancelled_, "EAP-21");
SELVAGE_CLAUSES(find_result_, "EAP-21", "EAP-22");
SELVAGE_CLAUSES(find_error_, "EAP-24");
SELVAGE_CLAUSES(free_token_, "EAP-20");
SELVAGE_CLAUSES(post_end_, "EAP-18");
SELVAGE_CLAUSES(complete_run_, "EAP-09", "EAP-12");
SELVAGE_CLAUSES(component_post_ends_, "EAP-10");
SELVAGE_CLAUSES(call_back_end_, "EAP-18");
SELVAGE_CLAUSES(last_in_order_, "EAP-17");
SELVAGE_CLAUSES(close_under_waiters_, "EVT-05", "EVT-02");
#undef SELVAGE_CLAUSES

using t = transition;
constexpr std::array<transition_info, static_cast<std::size_t>(t::count_) - 1> table{{
    {t::create_handle, "create-handle", safe_handle, create_handle_},
    {t::add_reference, "add-reference", safe_handle, add_reference_},
    {t::refuse_add_reference, "refuse-add-reference", safe_handle, refuse_add_},
    {t::drop_reference, "drop-reference", safe_handle, drop_},
    {t::drop_last_reference, "drop-last-reference", safe_handle, drop_last_},
    {t::refuse_release, "refuse-release", safe_handle, refuse_release_},
    {t::dispose, "dispose", safe_handle, dispose_},
    {t::dispose_last, "dispose-last", safe_handle, dispose_last_},
    {t::dispose_again, "dispose-again", safe_handle, dispose_again_},
    {t::refuse_dispose, "refuse-dispose", safe_handle, refuse_dispose_},
    {t::invalidate, "invalidate", safe_handle, invalidate_},
    {t::read_closed, "read-closed", safe_handle, read_closed_},
    {t::create_event, "create-event", events, create_event_},
    {t::take_reference, "take-reference", events, take_},
    {t::refuse_closed, "refuse-closed", events, refuse_closed_},
    {t::give_back, "give-back", events, give_back_},
    {t::give_back_last, "give-back-last", events, give_back_last_},
    {t::close, "close", events, close_},
    {t::close_last, "close-last", events, close_last_},
    {t::close_again, "close-again", events, close_again_},
    {t::set_manual, "set-manual", manual | multiple, set_manual_},
    {t::set_handed_over, "set-handed-over", automatic | multiple, set_handed_over_},
    {t::set_kept, "set-kept", automatic | multiple, set_kept_},
    {t::set_folded, "set-folded", automatic | multiple, set_folded_},
    {t::reset, "reset", events, reset_},
    {t::pulse, "pulse", events, pulse_},
    {t::find_set, "find-set", events, find_set_},
    {t::poll_unset, "poll-unset", events, poll_unset_},
    {t::begin_waiting, "begin-waiting", events, begin_waiting_},
    {t::time_out, "time-out", events, time_out_},
    {t::interrupt, "interrupt", events, interrupt_},
    {t::come_back, "come-back", events, interrupt_},
    {t::any_finds_set, "any-finds-set", multiple, any_finds_},
    {t::all_find_set, "all-find-set", multiple, all_find_},
    {t::all_begin_waiting, "all-begin-waiting", multiple, all_wait_},
    {t::reject_duplicate, "reject-duplicate", multiple, duplicate_},
    {t::reject_empty, "reject-empty", multiple, empty_},
    {t::refuse_closed_several, "refuse-closed-several", multiple, refuse_several_},
    {t::refuse_closed_signal, "refuse-closed-signal", multiple, refuse_signal_},
    {t::signal, "signal", multiple, signal_},
    {t::release_resource, "release-resource", all, release_},
    {t::never_release, "never-release", safe_handle, never_},
    {t::release_once, "release-once", all, once_},
    {t::release_last, "release-last", all, last_},
    {t::one_event, "one-event", multiple, one_event_},
    {t::one_deadline, "one-deadline", events, one_deadline_},
    {t::handle_never_waits, "handle-never-waits", safe_handle, handle_moves_},
    {t::event_never_waits, "event-never-waits", events, event_moves_},
    {t::apm_begin, "begin", async_result, apm_begin_},
    {t::apm_refuse, "refuse", async_result, apm_refuse_},
    {t::apm_begin_again, "begin-again", async_result, apm_begin_again_},
    {t::apm_win_completion, "win-completion", async_result, apm_win_completion_},
    {t::apm_lose_completion, "lose-completion", async_result, apm_lose_completion_},
    {t::apm_complete, "complete", async_result, apm_complete_},
    {t::apm_complete_synchronously, "complete-synchronously", async_result, apm_complete_synchronously_},
    {t::apm_read_completed, "read-completed", async_result, apm_read_completed_},
    {t::apm_read_pending, "read-pending", async_result, apm_read_pending_},
    {t::apm_read_synchronously, "read-synchronously", async_result, apm_read_synchronously_},
    {t::apm_latch_synchronously, "latch-synchronously", async_result, apm_latch_synchronously_},
    {t::apm_take_handle, "take-handle", async_result, apm_take_handle_},
    {t::apm_refuse_handle, "refuse-handle", async_result, apm_refuse_handle_},
    {t::apm_handle_signalled, "handle-signalled", async_result, apm_handle_signalled_},
    {t::apm_handle_times_out, "handle-times-out", async_result, apm_handle_times_out_},
    {t::apm_give_back_handle, "give-back-handle", async_result, apm_give_back_handle_},
    {t::apm_close_handle, "close-handle", async_result, apm_close_handle_},
    {t::apm_end_first, "end-first", async_result, apm_end_first_},
    {t::apm_end_again, "end-again", async_result, apm_end_again_},
    {t::apm_end_foreign, "end-foreign", async_result, apm_end_foreign_},
    {t::apm_end_returns, "end-returns", async_result, apm_end_returns_},
    {t::apm_end_throws, "end-throws", async_result, apm_end_throws_},
    {t::apm_call_back, "call-back", async_result, apm_call_back_},
    {t::apm_call_back_once, "call-back-once", async_result, apm_call_back_once_},
    {t::apm_never_call_back, "never-call-back", async_result, apm_never_call_back_},
    {t::apm_one_handle, "one-handle", async_result, apm_one_handle_},
    {t::apm_never_waits, "never-waits", async_result, apm_never_waits_},
    {t::each_registration, "each-registration", registration, each_registration_},
    {t::registration_begins, "registration-begins", registration, registration_begins_},
    {t::refuse_registration, "refuse-registration", registration, refuse_registration_},
    {t::register_again, "register-again", registration, register_again_},
    {t::registration_known, "registration-known", registration, register_again_},
    {t::registration_fires, "registration-fires", registration, registration_fires_},
    {t::registration_fires_once, "registration-fires-once", registration, registration_fires_once_},
    {t::registration_times_out, "registration-times-out", registration, registration_times_out_},
    {t::registration_waits_again, "registration-waits-again", registration, registration_waits_again_},
    {t::registration_lets_go, "registration-lets-go", registration, registration_lets_go_},
    {t::callback_starts, "callback-starts", registration, callback_starts_},
    {t::unregister_first, "unregister-first", registration, unregister_first_},
    {t::unregister_again, "unregister-again", registration, unregister_again_},
    {t::unregister_unknown, "unregister-unknown", registration, register_again_},
    {t::unregister_refused, "unregister-refused", registration, unregister_refused_},
    {t::remove_wait, "remove-wait", registration, remove_wait_},
    {t::drained, "drained", registration, drained_},
    {t::refuse_drain, "refuse-drain", registration, refuse_drain_},
    {t::completes, "completes", registration, completes_},
    {t::begin_operation, "begin-operation", disposal, begin_operation_},
    {t::end_operation, "end-operation", disposal, begin_operation_},
    {t::refuse_operation, "refuse-operation", disposal, refuse_operation_},
    {t::start_operation, "start-operation", disposal, begin_operation_},
    {t::finish_operation, "finish-operation", disposal, finish_operation_},
    {t::refuse_finish, "refuse-finish", disposal, refuse_finish_},
    {t::begin_disposal_sync, "begin-disposal", disposal, begin_sync_},
    {t::begin_disposal_async, "begin-disposal-async", disposal, begin_async_},
    {t::again_sync, "dispose-again", disposal, again_sync_},
    {t::again_async, "dispose-async-again", disposal, again_async_},
    {t::join_disposal, "join-disposal", disposal, join_},
    {t::release_disposed, "release-disposed", disposal, release_disposed_},
    {t::disposal_fails, "disposal-fails", disposal, disposal_fails_},
    {t::create_operation, "create-operation", event_based, create_},
    {t::refuse_create, "refuse-create", event_based, refuse_create_},
    {t::hold_operation, "hold-operation", event_based, hold_},
    {t::begin_post, "begin-post", event_based, begin_post_},
    {t::post_progress, "post-progress", event_based, post_progress_},
    {t::post_throws, "post-throws", event_based, post_throws_},
    {t::refuse_post, "refuse-post", event_based, refuse_post_},
    {t::refuse_completion, "refuse-completion", event_based, refuse_completion_},
    {t::refuse_inside_completion, "refuse-inside-completion", event_based, refuse_inside_},
    {t::refuse_nothing, "refuse-nothing", event_based, refuse_nothing_},
    {t::mark_completed, "mark-completed", event_based, mark_completed_},
    {t::post_completion, "post-completion", event_based, post_completion_},
    {t::completion_throws, "completion-throws", event_based, completion_throws_},
    {t::complete_silently, "complete-silently", event_based, complete_silently_},
    {t::inline_post_ends, "inline-post-ends", event_based, inline_post_ends_},
    {t::complete_at_context, "complete-at-context", event_based, complete_at_context_},
    {t::abandon_operation, "abandon-operation", event_based, abandon_},
    {t::destroy_operation, "destroy-operation", event_based, abandon_},
    {t::count_outstanding, "count-outstanding", event_based, count_outstanding_},
    {t::call_back_completion, "call-back-completion", event_based, call_back_completion_},
    {t::call_back_in_order, "call-back-in-order", event_based, call_back_in_order_},
    {t::start_run, "start-run", components, start_run_},
    {t::refuse_token, "refuse-token", components, refuse_token_},
    {t::refuse_busy, "refuse-busy", components, refuse_busy_},
    {t::begin_retry, "begin-retry", components, retry_over_},
    {t::retry_over, "retry-over", components, retry_over_},
    {t::cancel_run, "cancel-run", components, cancel_run_},
    {t::cancel_nothing, "cancel-nothing", components, cancel_nothing_},
    {t::refuse_cancel, "refuse-cancel", components, refuse_cancel_},
    {t::look_busy, "look-busy", components, look_busy_},
    {t::look_idle, "look-idle", components, look_idle_},
    {t::report_progress, "report-progress", components, report_progress_},
    {t::find_cancelled, "find-cancelled", components, find_cancelled_},
    {t::find_result, "find-result", components, find_result_},
    {t::find_error, "find-error", components, find_error_},
    {t::free_token, "free-token", components, free_token_},
    {t::become_idle, "become-idle", components, free_token_},
    {t::post_end, "post-end", components, post_end_},
    {t::complete_run, "complete-run", components, complete_run_},
    {t::component_post_ends, "component-post-ends", components, component_post_ends_},
    {t::call_back_end, "call-back-end", components, call_back_end_},
    {t::last_in_order, "last-in-order", components, last_in_order_},
    {t::close_under_waiters, "close-under-waiters", events, close_under_waiters_},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].id) != i + 1) return false;
  }
  return true;
}
static_assert(in_order());

}  // namespace

std::span<const transition_info> transitions() noexcept { return table; }

const transition_info& info(transition id) noexcept { return table[static_cast<std::size_t>(id) - 1]; }

}  // namespace selvage::model
