#include "fuzz/grammar.h"

#include <algorithm>
#include <array>

namespace selvage::fuzzing {
namespace {

using check::program;
using check::program_object;
using check::program_operation;
using model::family;
using model::object_kind;
using model::operation;

constexpr std::array handle_kinds{object_kind::safe_handle};
constexpr std::array handle_calls{operation::add_ref, operation::release, operation::dispose, operation::set_invalid,
                                  operation::is_closed};

constexpr std::array event_kinds{object_kind::manual_reset_event, object_kind::auto_reset_event,
                                 object_kind::duplicate};
constexpr std::array event_calls{
    operation::wait,  operation::set,      operation::reset,    operation::close,
    operation::pulse, operation::wait_any, operation::wait_all, operation::signal_and_wait};

constexpr std::array result_kinds{object_kind::async_result};
constexpr std::array result_calls{operation::complete,     operation::end,   operation::wait_handle,
                                  operation::is_completed, operation::begin, operation::completed_synchronously,
                                  operation::close_handle};
constexpr std::array result_callbacks{operation::end, operation::wait_handle, operation::is_completed,
                                      operation::completed_synchronously};

constexpr std::array registration_kinds{object_kind::manual_reset_event, object_kind::auto_reset_event,
                                        object_kind::registration};
constexpr std::array registration_calls{
    operation::register_wait, operation::set,   operation::unregister,          operation::wait,
    operation::close,         operation::reset, operation::unregister_blocking, operation::pulse};
constexpr std::array registration_callbacks{
    operation::unregister,          operation::wait, operation::set, operation::reset,
    operation::unregister_blocking, operation::close};

constexpr std::array disposal_kinds{object_kind::async_disposable};
constexpr std::array disposal_calls{operation::use, operation::start, operation::finish, operation::dispose_sync,
                                    operation::dispose_async};

constexpr std::array event_based_kinds{object_kind::async_operation};
constexpr std::array event_based_calls{
    operation::create,  operation::post,        operation::post_completed, operation::operation_completed,
    operation::abandon, operation::outstanding, operation::post_nothing,   operation::complete_nothing};
constexpr std::array event_based_callbacks{operation::post_completed, operation::operation_completed,
                                           operation::outstanding, operation::post_nothing, operation::abandon};

constexpr std::array component_kinds{object_kind::component_operation, object_kind::background_worker};
constexpr std::array component_calls{operation::run_async, operation::cancel_async, operation::is_busy,
                                     operation::retry};
constexpr std::array component_callbacks{operation::cancel_async, operation::is_busy, operation::retry};

// What the machines go through grows with every operation: the limits keep an input's time below a tenth of a second.
constexpr std::array grammars{
    grammar{family::handles, handle_kinds, handle_calls, {}, 2, 4, 12},
    grammar{family::events, event_kinds, event_calls, {}, 3, 4, 10},
    grammar{family::async_results, result_kinds, result_calls, result_callbacks, 2, 4, 12},
    grammar{family::registrations, registration_kinds, registration_calls, registration_callbacks, 4, 2, 7},
    grammar{family::disposal, disposal_kinds, disposal_calls, {}, 1, 4, 10},
    grammar{family::event_based, event_based_kinds, event_based_calls, event_based_callbacks, 1, 3, 11},
    grammar{family::components, component_kinds, component_calls, component_callbacks, 2, 3, 11}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < grammars.size(); ++i)
    if (static_cast<std::size_t>(grammars[i].of) != i) return false;
  return true;
}
static_assert(in_order(), "the grammars follow the enumeration of families");

constexpr std::int32_t some_time = 10;

program_operation call(operation op, std::size_t object) {
  program_operation o;
  o.op = op;
  o.object_count = 1;
  o.objects[0] = static_cast<std::uint8_t>(object);
  return o;
}

void put_first(std::vector<program_operation>& callback, const program_operation& o) {
  if (callback.size() == most_in_callback) callback.pop_back();
  callback.insert(callback.begin(), o);
}

void keep_results(program& p) {
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    auto& o = p.objects[i];
    if (o.spec.synchronous) o.spec.begun = false;
    if (o.spec.silent) o.callback.clear();
    for (auto& c : o.callback) {
      c.object_count = 1;
      c.objects = {static_cast<std::uint8_t>(i)};
    }
  }
}

/// Whether setting the event in a callback may call the callback again.
bool fires(const program& p, std::size_t event) {
  return std::ranges::any_of(p.objects, [&](const program_object& o) {
    return o.spec.kind == object_kind::registration && !o.spec.once && o.spec.original == event;
  });
}

bool closes(const program& p, std::size_t event) {
  const auto closing = [&](const program_operation& o) { return o.op == operation::close && o.objects[0] == event; };
  const auto any = [&](const std::vector<program_operation>& all) { return std::ranges::any_of(all, closing); };
  return std::ranges::any_of(p.threads, any) ||
         std::ranges::any_of(p.objects, [&](const program_object& o) { return any(o.callback); });
}

/// What fires again and again by itself has to be ended by its callback. (To unregister with a closed event throws.)
void end_repetition(program& p, std::size_t r) {
  auto& o = p.objects[r];
  const bool timed = o.spec.timeout_ms >= 0;
  const bool stays_set = p.objects[o.spec.original].spec.kind == object_kind::manual_reset_event;
  if (o.spec.once || (!timed && !stays_set)) return;
  if (!o.callback.empty()) {
    const auto& first = o.callback.front();
    const bool ends = first.op == operation::unregister && first.objects[0] == r;
    if (ends && (first.object_count == 1 || !closes(p, first.objects[1]))) return;
    if (!timed && first.op == operation::reset && first.objects[0] == o.spec.original) return;
  }
  put_first(o.callback, timed ? call(operation::unregister, r) : call(operation::reset, o.spec.original));
}

void keep_registrations(program& p) {
  for (std::size_t r = 0; r < p.objects.size(); ++r) {
    if (p.objects[r].spec.kind != object_kind::registration) continue;
    for (auto& c : p.objects[r].callback) {
      if (c.op == operation::set && fires(p, c.objects[0])) c.op = operation::reset;
      if (c.op == operation::wait && c.timeout_ms < 0) c.timeout_ms = some_time;
    }
    end_repetition(p, r);
  }
}

void keep_context(model::object_spec& s) {
  if (s.inline_context) s.loop_context = s.throwing_context = false;
  if (s.loop_context) s.throwing_context = false;
}

/// Two callbacks run at once at most: inline that is as many as there are threads.
void keep_event_based(program& p) {
  auto& o = p.objects.front();
  keep_context(o.spec);
  if (!o.spec.inline_context || p.threads.size() < 2) return;
  p.threads.resize(2);
  std::erase_if(o.callback, [](const auto& c) { return c.op == operation::post_completed; });
}

/// One kind and one context for all.
void keep_components(program& p) {
  constexpr std::size_t most_runs = 5;
  const auto first = p.objects.front().spec;
  if (first.kind == object_kind::background_worker) p.objects.resize(1);
  for (auto& o : p.objects) {
    o.spec.kind = first.kind;
    o.spec.inline_context = first.inline_context;
    o.spec.loop_context = first.loop_context;
    if (first.kind != object_kind::background_worker) o.spec.uncancellable = false;
    keep_context(o.spec);
    for (auto& c : o.callback) c.objects[0] = static_cast<std::uint8_t>(c.objects[0] % p.objects.size());
  }
  std::size_t runs = 0;
  for (auto& t : p.threads) {
    for (auto& o : t) o.objects[0] = static_cast<std::uint8_t>(o.objects[0] % p.objects.size());
    std::erase_if(t, [&](const auto& o) { return o.op == operation::run_async && ++runs > most_runs; });
  }
  std::erase_if(p.threads, [](const auto& t) { return t.empty(); });
}

}  // namespace

const grammar& grammar_of(family f) noexcept { return grammars[static_cast<std::size_t>(f)]; }

void keep_duties(program& p, family f) {
  switch (f) {
    case family::async_results:
      return keep_results(p);
    case family::registrations:
      return keep_registrations(p);
    case family::event_based:
      return keep_event_based(p);
    case family::components:
      return keep_components(p);
    case family::handles:
    case family::events:
    case family::disposal:
      return;
  }
}

}  // namespace selvage::fuzzing
