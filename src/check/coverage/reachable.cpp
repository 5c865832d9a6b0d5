#include "src/check/coverage/reachable.h"

#include <algorithm>
#include <initializer_list>

#include "model/event_rules.h"
#include "src/program/guards.h"

namespace selvage::check {
namespace {

using model::family;
using model::operation;
using model::transition;
namespace bit = model::machine_bit;

/// A transition that only some of its family's operations take.
struct taken_by {
  transition what;
  std::initializer_list<operation> operations;
};

using o = operation;
using t = transition;

const taken_by by_operation[] = {
    {t::add_reference, {o::add_ref}},
    {t::refuse_add_reference, {o::add_ref}},
    {t::drop_reference, {o::release}},
    {t::drop_last_reference, {o::release}},
    {t::refuse_release, {o::release}},
    {t::dispose, {o::dispose}},
    {t::dispose_last, {o::dispose}},
    {t::dispose_again, {o::dispose}},
    {t::refuse_dispose, {o::dispose}},
    {t::invalidate, {o::set_invalid}},
    {t::read_closed, {o::is_closed}},
    {t::refuse_closed, {o::close}},
    {t::give_back_last, {o::close}},
    {t::close, {o::close}},
    {t::close_last, {o::close}},
    {t::close_again, {o::close}},
    {t::close_under_waiters, {o::close}},
    {t::set_manual, {o::set, o::signal_and_wait, o::unregister}},
    {t::set_handed_over, {o::set, o::signal_and_wait, o::unregister}},
    {t::set_kept, {o::set, o::signal_and_wait, o::unregister}},
    {t::set_folded, {o::set, o::signal_and_wait, o::unregister}},
    {t::reset, {o::reset}},
    {t::pulse, {o::pulse}},
    {t::find_set, {o::register_wait, o::wait, o::signal_and_wait}},
    {t::poll_unset, {o::register_wait, o::wait, o::wait_any, o::wait_all, o::signal_and_wait}},
    {t::begin_waiting, {o::register_wait, o::wait, o::wait_any, o::signal_and_wait}},
    {t::time_out, {o::register_wait, o::wait, o::wait_any, o::wait_all, o::signal_and_wait}},
    {t::interrupt, {o::register_wait, o::wait, o::wait_any, o::wait_all, o::signal_and_wait, o::wait_handle, o::end}},
    {t::come_back, {o::register_wait, o::wait, o::wait_any, o::wait_all, o::signal_and_wait, o::wait_handle}},
    {t::any_finds_set, {o::wait_any}},
    {t::all_find_set, {o::wait_all}},
    {t::all_begin_waiting, {o::wait_all}},
    {t::reject_duplicate, {o::wait_all}},
    {t::reject_empty, {o::wait_any, o::wait_all}},
    {t::refuse_closed_several, {o::wait_any, o::wait_all}},
    {t::refuse_closed_signal, {o::signal_and_wait}},
    {t::signal, {o::signal_and_wait}},
    {t::release_resource, {o::close, o::release, o::dispose}},
    {t::release_once, {o::close, o::release, o::dispose}},
    {t::release_last, {o::close, o::release, o::dispose}},
    {t::one_deadline, {o::wait, o::wait_any, o::wait_all, o::signal_and_wait, o::wait_handle}},
    {t::apm_lose_completion, {o::complete}},
    {t::apm_complete, {o::complete}},
    {t::apm_read_completed, {o::is_completed}},
    {t::apm_read_pending, {o::is_completed}},
    {t::apm_read_synchronously, {o::completed_synchronously}},
    {t::apm_latch_synchronously, {o::completed_synchronously}},
    {t::apm_take_handle, {o::wait_handle, o::close_handle}},
    {t::apm_refuse_handle, {o::wait_handle, o::close_handle}},
    {t::apm_handle_signalled, {o::wait_handle}},
    {t::apm_handle_times_out, {o::wait_handle}},
    {t::apm_give_back_handle, {o::wait_handle}},
    {t::apm_close_handle, {o::close_handle}},
    {t::apm_one_handle, {o::wait_handle, o::close_handle}},
    {t::apm_end_first, {o::end}},
    {t::apm_end_again, {o::end}},
    {t::apm_end_foreign, {o::end}},
    {t::apm_end_returns, {o::end}},
    {t::apm_end_throws, {o::end}},
    {t::refuse_registration, {o::close}},
    {t::unregister_first, {o::unregister, o::unregister_blocking}},
    {t::unregister_again, {o::unregister, o::unregister_blocking}},
    {t::unregister_unknown, {o::unregister, o::unregister_blocking}},
    {t::unregister_refused, {o::unregister}},
    {t::remove_wait, {o::unregister, o::unregister_blocking}},
    {t::drained, {o::unregister_blocking}},
    {t::refuse_drain, {o::unregister_blocking}},
    {t::completes, {o::unregister}},
    {t::begin_operation, {o::use}},
    {t::end_operation, {o::use}},
    {t::refuse_operation, {o::use, o::start}},
    {t::start_operation, {o::start}},
    {t::finish_operation, {o::finish}},
    {t::refuse_finish, {o::finish}},
    {t::begin_disposal_sync, {o::dispose_sync}},
    {t::begin_disposal_async, {o::dispose_async}},
    {t::again_sync, {o::dispose_sync}},
    {t::again_async, {o::dispose_async}},
    {t::join_disposal, {o::dispose_async}},
    {t::release_disposed, {o::dispose_sync, o::dispose_async}},
    {t::disposal_fails, {o::dispose_sync, o::dispose_async}},
    {t::post_progress, {o::post}},
    {t::refuse_nothing, {o::post_nothing, o::complete_nothing}},
    {t::post_completion, {o::post_completed}},
    {t::completion_throws, {o::post_completed}},
    {t::complete_silently, {o::operation_completed}},
    {t::abandon_operation, {o::abandon}},
    {t::destroy_operation, {o::abandon}},
    {t::count_outstanding, {o::outstanding}},
    {t::call_back_completion, {o::post_completed}},
    {t::begin_retry, {o::retry}},
    {t::retry_over, {o::retry}},
    {t::cancel_run, {o::cancel_async}},
    {t::cancel_nothing, {o::cancel_async}},
    {t::refuse_cancel, {o::cancel_async}},
    {t::look_busy, {o::is_busy}},
    {t::look_idle, {o::is_busy}},
    {t::find_cancelled, {o::cancel_async}},
};

/// A transition of something that a subject may say it lacks.
struct lost_with {
  transition what;
  std::uint32_t lack;
};

constexpr lost_with by_lack[] = {
    {t::set_manual, SELVAGE_LACKS_MANUAL_RESET},
    {t::set_handed_over, SELVAGE_LACKS_AUTO_RESET},
    {t::set_kept, SELVAGE_LACKS_AUTO_RESET},
    {t::set_folded, SELVAGE_LACKS_AUTO_RESET},
    {t::apm_complete_synchronously, SELVAGE_LACKS_SYNCHRONOUS},
    {t::apm_end_foreign, SELVAGE_LACKS_FOREIGN_END},
    {t::apm_end_throws, SELVAGE_LACKS_FAILING},
    {t::apm_call_back, SELVAGE_LACKS_CALLBACKS},
    {t::apm_call_back_once, SELVAGE_LACKS_CALLBACKS},
    {t::registration_fires_once, SELVAGE_LACKS_ONCE},
    {t::registration_waits_again, SELVAGE_LACKS_REPEATING},
    {t::registration_times_out, SELVAGE_LACKS_TIMED_REGISTRATION},
    {t::unregister_refused, SELVAGE_LACKS_COMPLETION_EVENT},
    {t::completes, SELVAGE_LACKS_COMPLETION_EVENT},
    {t::again_async, SELVAGE_LACKS_NOT_JOINING},
    {t::join_disposal, SELVAGE_LACKS_JOINING},
    {t::disposal_fails, SELVAGE_LACKS_FAILING},
    {t::find_error, SELVAGE_LACKS_FAILING},
    {t::post_throws, SELVAGE_LACKS_THROWING_CONTEXT},
    {t::completion_throws, SELVAGE_LACKS_THROWING_CONTEXT},
    {t::inline_post_ends, SELVAGE_LACKS_INLINE_CONTEXT},
    {t::component_post_ends, SELVAGE_LACKS_INLINE_CONTEXT},
    {t::call_back_in_order, SELVAGE_LACKS_LOOP_CONTEXT},
};

bool any(const capabilities& can, std::initializer_list<operation> operations) {
  return std::ranges::any_of(operations, [&](operation op) { return can.has(op); });
}

std::uint16_t machines_for(const capabilities& can) {
  std::uint16_t all = 0;
  const auto add = [&](bool there, std::uint16_t machines) {
    if (there) all = static_cast<std::uint16_t>(all | machines);
  };
  const bool events = can.has_events();
  add(can.has_handles(), machines_of(family::handles));
  add(events && !can.lacks(SELVAGE_LACKS_MANUAL_RESET), bit::manual);
  add(events && !can.lacks(SELVAGE_LACKS_AUTO_RESET), bit::automatic);
  add(events && (can.has_duplicates() || any(can, {o::wait_any, o::wait_all, o::signal_and_wait})), bit::multiple);
  add(can.has_async_results(), machines_of(family::async_results));
  add(can.has_registrations(), machines_of(family::registrations));
  add(can.has_disposal(), machines_of(family::disposal));
  add(can.has_event_based(), machines_of(family::event_based));
  add(can.has_components(), machines_of(family::components));
  return all;
}

bool possible(const capabilities& can, transition what) {
  if (what == t::one_event) return can.has_duplicates();
  if (what == t::refuse_token || what == t::free_token) return can.has_tokens();
  if (what == t::refuse_busy || what == t::become_idle) return can.has_workers();
  for (const auto& entry : by_lack) {
    if (entry.what == what && can.lacks(entry.lack)) return false;
  }
  for (const auto& entry : by_operation) {
    if (entry.what == what) return any(can, entry.operations);
  }
  return true;
}

bool allowed(const model::profile& held_to, transition what) {
  if (what == t::close_under_waiters) return held_to.allows(model::liberty::unheld_waits);
  if (what == t::come_back) return model::event_rules::interruptible(held_to);
  if (what == t::set_folded) return held_to.allows(model::liberty::coalesced_sets);
  return true;
}

}  // namespace

std::uint16_t reachable_machines(const capabilities& can, const std::vector<topic>& about) {
  const auto machines = machines_for(can);
  if (about.empty()) return machines;
  std::uint16_t wanted = 0;
  for (const auto& a : about) wanted = static_cast<std::uint16_t>(wanted | a.machines);
  return machines & wanted;
}

transition_bits reachable_transitions(const capabilities& can, const std::vector<topic>& about,
                                      const model::profile& held_to, bool interrupts) {
  const auto machines = reachable_machines(can, about);
  transition_bits all;
  for (const auto& step : model::transitions()) {
    all[number_of(step.id)] = (step.machines & machines) != 0 && (interrupts || !is_interruption(step.id)) &&
                              allowed(held_to, step.id) && possible(can, step.id);
  }
  return all;
}

}  // namespace selvage::check
