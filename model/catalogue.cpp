#include "model/catalogue.h"

#include <algorithm>
#include <array>

#include "model/operation.h"
#include "model/pattern_explore.h"
#include "model/with_machine.h"

namespace selvage::model {
namespace {

constexpr object_spec handle{};
constexpr object_spec manual{object_kind::manual_reset_event, false, true, true, 0};
constexpr object_spec automatic{object_kind::auto_reset_event, false, true, true, 0};
constexpr object_spec duplicate{object_kind::duplicate, false, true, true, 0};

object_spec disposable(bool joining, bool failing = false) {
  object_spec s;
  s.kind = object_kind::async_disposable;
  s.joining = joining;
  s.failing = failing;
  return s;
}

object_spec result(bool synchronous, bool failing, bool silent) {
  object_spec s;
  s.kind = object_kind::async_result;
  s.synchronous = synchronous;
  s.failing = failing;
  s.silent = silent;
  return s;
}

object_spec registration_of(std::uint8_t event, bool once, std::int32_t timeout_ms = infinite) {
  object_spec s;
  s.kind = object_kind::registration;
  s.original = event;
  s.once = once;
  s.timeout_ms = timeout_ms;
  return s;
}

object_spec with(object_kind kind, std::initializer_list<bool object_spec::*> attributes) {
  object_spec s;
  s.kind = kind;
  for (const auto a : attributes) s.*a = true;
  return s;
}

bool is_event(const object_spec& s) { return info(s.kind).of == family::events; }

label call(operation op, std::initializer_list<std::uint8_t> objects, std::int32_t timeout_ms = infinite) {
  label l;
  l.kind = label_kind::call;
  l.op = op;
  l.object_count = static_cast<std::uint8_t>(objects.size());
  std::size_t i = 0;
  for (const std::uint8_t o : objects) l.objects.at(i++) = o;
  l.timeout_ms = timeout_ms;
  return l;
}

}  // namespace

std::span<const machine_entry> machines() {
  static const std::array<machine_entry, 9> all{{
      {"safe-handle",
       "a reference-counted handle and the resource behind it",
       machine_bit::safe_handle,
       {{handle}},
       3,
       3},
      {"manual-reset-event", "an event that stays set until it is reset", machine_bit::manual, {{manual}}, 3, 3},
      {"auto-reset-event", "an event that one wait consumes", machine_bit::automatic, {{automatic}}, 3, 3},
      {"wait-multiple",
       "wait-any, wait-all and signal-and-wait over two events, and a duplicate of one",
       machine_bit::multiple,
       {{automatic, automatic}, {manual, automatic}, {manual, manual}, {automatic, duplicate}},
       2,
       2},
      {"async-result",
       "a Begin/End operation, its wait handle, its callback and its one End",
       machine_bit::async_result,
       {{result(false, false, false)}, {result(true, false, false)}, {result(false, true, true)}},
       2,
       3},
      {"registration",
       "a wait for an event that queues callbacks, until it is unregistered",
       machine_bit::registration,
       {{automatic, registration_of(0, true)},
        {manual, registration_of(0, true, 10)},
        {automatic, registration_of(0, false)}},
       2,
       2},
      {"async-disposable",
       "an object that is disposed of once what is in flight has ended",
       machine_bit::disposal,
       {{disposable(false)}, {disposable(true)}, {disposable(true, true)}},
       3,
       3},
      {"async-operation",
       "an operation with events, on a pool, in a message loop, inline, and where posts throw",
       machine_bit::event_based,
       {{with(object_kind::async_operation, {})},
        {with(object_kind::async_operation, {&object_spec::loop_context})},
        {with(object_kind::async_operation, {&object_spec::inline_context})},
        {with(object_kind::async_operation, {&object_spec::throwing_context})}},
       2,
       2},
      {"event-component",
       "a token of a component that runs several operations, or a worker that runs one",
       machine_bit::components,
       {{with(object_kind::component_operation, {&object_spec::inline_context})},
        {with(object_kind::component_operation, {&object_spec::loop_context, &object_spec::failing})},
        {with(object_kind::background_worker, {&object_spec::loop_context})},
        {with(object_kind::background_worker, {&object_spec::inline_context, &object_spec::uncancellable})}},
       2,
       2},
  }};
  return all;
}

const machine_entry* machine_named(std::string_view name) {
  const auto all = machines();
  const auto found = std::ranges::find(all, name, &machine_entry::name);
  return found == all.end() ? nullptr : &*found;
}

namespace {

constexpr std::array<std::int32_t, 3> timeouts{infinite, 10, 0};

void add_event_calls(std::span<const object_spec> objects, std::uint8_t o, std::vector<label>& calls) {
  for (const operation op : {operation::set, operation::reset, operation::pulse, operation::close})
    calls.push_back(call(op, {o}));
  for (const std::int32_t t : timeouts) calls.push_back(call(operation::wait, {o}, t));
  for (std::uint8_t other = 0; other < objects.size(); ++other) {
    if (objects.size() < 2 || !is_event(objects[other])) continue;
    calls.push_back(call(operation::signal_and_wait, {o, other}));
    for (const std::int32_t t : timeouts) {
      calls.push_back(call(operation::wait_any, {o, other}, t));
      calls.push_back(call(operation::wait_all, {o, other}, t));
    }
  }
}

/// May stand second: another result in an End, an event in an unregister.
bool second(const object_spec& first, const object_spec& s) {
  return first.kind == object_kind::registration ? is_event(s) : s.kind == first.kind;
}

void add_calls(std::span<const object_spec> objects, std::uint8_t o, std::vector<label>& calls) {
  for (const operation_info& op : operations()) {
    if (op.of != info(objects[o].kind).of) continue;
    if (!op.waits) calls.push_back(call(op.op, {o}));
    for (const std::int32_t t : timeouts)
      if (op.waits) calls.push_back(call(op.op, {o}, t));
    for (std::uint8_t other = 0; op.most > 1 && other < objects.size(); ++other)
      if (other != o && second(objects[o], objects[other])) calls.push_back(call(op.op, {o, other}));
  }
}

}  // namespace

std::vector<label> all_calls(std::span<const object_spec> objects) {
  std::vector<label> calls;
  for (std::uint8_t o = 0; o < objects.size(); ++o)
    is_event(objects[o]) ? add_event_calls(objects, o, calls) : add_calls(objects, o, calls);
  const bool only_events = std::ranges::all_of(objects, is_event);
  if (only_events && objects.size() > 1) calls.push_back(call(operation::wait_any, {}));
  return calls;
}

verification verify(const machine_entry& e, const profile& p) {
  verification v;
  v.complete = true;
  const auto start = std::chrono::steady_clock::now();
  for (const auto& objects : e.variants) {
    const client c{e.threads, e.operations, all_calls(objects)};
    exploration x = with_machine(objects, p, [&]<class Machine>(const Machine& m) {
      if constexpr (pattern<Machine>) {
        return explore_pattern(m, objects.size(), c);
      } else {
        return explore(m, c);
      }
    });
    v.states += x.states;
    v.transitions += x.transitions;
    v.complete = v.complete && x.complete;
    if (x.broken && !v.broken) v.broken = std::move(x.broken);
  }
  v.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return v;
}

std::vector<coverage_line> coverage() {
  std::vector<coverage_line> lines;
  for (const machine_entry& e : machines()) {
    for (const transition_info& t : transitions()) {
      if ((t.machines & e.bit) == 0) continue;
      for (const std::string_view c : t.clauses) lines.push_back({e.name, t.name, c});
    }
  }
  return lines;
}

}  // namespace selvage::model
