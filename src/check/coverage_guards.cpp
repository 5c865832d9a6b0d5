#include "src/check/coverage_guards.h"

#include <algorithm>

#include "model/operation.h"

namespace selvage::check {
namespace {

using model::family;
using model::object_kind;
using model::operation;
using model::transition;

void add_guards(const program& p, const program_object& o, transition_set& out) {
  switch (model::info(o.spec.kind).of) {
    case family::handles:
      out.insert(transition::create_handle);
      if (!o.spec.owns || !o.spec.valid) out.insert(transition::never_release);
      return;
    case family::events:
      out.insert(transition::create_event);
      if (o.spec.kind == object_kind::duplicate) out.insert(transition::one_event);
      return;
    case family::async_results:
      out.insert(transition::apm_never_waits);
      if (o.spec.silent) out.insert(transition::apm_never_call_back);
      if (out.contains(transition::apm_take_handle)) out.insert(transition::apm_one_handle);
      return;
    case family::registrations: {
      const auto same = [&](const program_object& other) {
        return &other != &o && other.spec.kind == o.spec.kind && other.spec.original == o.spec.original;
      };
      if (std::ranges::any_of(p.objects, same)) out.insert(transition::each_registration);
      return;
    }
    default:
      return;
  }
}

void add_guards(const program_operation& o, bool interrupts, transition_set& out) {
  const auto& op = model::info(o.op);
  if (op.of == family::handles) out.insert(transition::handle_never_waits);
  if (op.of == family::events && !op.waits) out.insert(transition::event_never_waits);
  if (o.op == operation::set_invalid) out.insert(transition::never_release);
  if (o.timeout_ms > 0) out.insert(transition::one_deadline);
  if (o.op == operation::signal_and_wait) out.insert(transition::signal);
  if (interrupts && op.waits && o.timeout_ms != 0) out.insert(transition::interrupt);
}

}  // namespace

void add_guards(const program& p, bool interrupts, transition_set& out) {
  for (const auto& o : p.objects) {
    add_guards(p, o, out);
    for (const auto& called : o.callback) add_guards(called, interrupts, out);
  }
  for (const auto& t : p.threads) {
    for (const auto& o : t) add_guards(o, interrupts, out);
  }
}

void add_shown(const conform::group& g, const model::label& shown, transition_set& out) {
  const family of = model::info(g.objects[shown.objects[0]].kind).of;
  if (shown.kind == model::label_kind::released) {
    if (of == family::disposal) {
      out.insert(transition::release_disposed);
      if (g.objects[shown.objects[0]].failing) out.insert(transition::disposal_fails);
    } else if (of == family::components) {
      out.insert(transition::complete_run);
    } else if (of != family::event_based) {
      out.insert({transition::release_resource, transition::release_once, transition::release_last});
    }
  } else if (shown.kind == model::label_kind::callback_begin) {
    if (of == family::registrations) out.insert(transition::callback_starts);
    if (of == family::async_results) out.insert({transition::apm_call_back, transition::apm_call_back_once});
    const auto& spec = g.objects[shown.objects[0]];
    if (of == family::event_based) {
      if (shown.result != 0) out.insert(transition::call_back_completion);
      if (spec.loop_context) out.insert(transition::call_back_in_order);
    }
    if (of == family::components) {
      if (shown.result != 0) out.insert(transition::call_back_end);
      if (spec.loop_context || spec.inline_context) out.insert(transition::last_in_order);
    }
  }
}

}  // namespace selvage::check
