#include "model/catalogue.h"

#include <algorithm>
#include <array>

#include "model/async_disposable.h"
#include "model/pattern_explore.h"

namespace selvage::model {
namespace {

constexpr object_spec handle{};
constexpr object_spec manual{object_kind::manual_reset_event, false, true, true, 0};
constexpr object_spec automatic{object_kind::auto_reset_event, false, true, true, 0};
constexpr object_spec duplicate{object_kind::duplicate, false, true, true, 0};

object_spec disposable(bool joining) {
  object_spec s;
  s.kind = object_kind::async_disposable;
  s.joining = joining;
  return s;
}

bool is_event(const object_spec& s) { return s.kind != object_kind::safe_handle; }

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
  static const std::array<machine_entry, 5> all{{
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
      {"async-disposable",
       "an object that is disposed of once what is in flight has ended",
       machine_bit::disposal,
       {{disposable(false)}, {disposable(true)}},
       3,
       3,
       true},
  }};
  return all;
}

const machine_entry* machine_named(std::string_view name) {
  const auto all = machines();
  const auto found = std::ranges::find(all, name, &machine_entry::name);
  return found == all.end() ? nullptr : &*found;
}

std::vector<label> all_calls(std::span<const object_spec> objects) {
  constexpr std::int32_t some_time = 10;
  std::vector<label> calls;
  for (std::uint8_t o = 0; o < objects.size(); ++o) {
    if (!is_event(objects[o])) {
      for (const operation op :
           {operation::add_ref, operation::release, operation::dispose, operation::set_invalid, operation::is_closed}) {
        calls.push_back(call(op, {o}));
      }
      continue;
    }
    for (const operation op : {operation::set, operation::reset, operation::pulse, operation::close}) {
      calls.push_back(call(op, {o}));
    }
    for (const std::int32_t timeout : {infinite, some_time, 0}) calls.push_back(call(operation::wait, {o}, timeout));
  }
  for (std::uint8_t a = 0; a < objects.size(); ++a) {
    for (std::uint8_t b = 0; b < objects.size(); ++b) {
      if (objects.size() < 2 || !is_event(objects[a]) || !is_event(objects[b])) continue;
      calls.push_back(call(operation::signal_and_wait, {a, b}));
      for (const std::int32_t timeout : {infinite, some_time, 0}) {
        calls.push_back(call(operation::wait_any, {a, b}, timeout));
        calls.push_back(call(operation::wait_all, {a, b}, timeout));
      }
    }
  }
  if (objects.size() > 1) calls.push_back(call(operation::wait_any, {}));
  return calls;
}

verification verify(const machine_entry& e, const profile& p) {
  verification v;
  v.complete = true;
  const auto start = std::chrono::steady_clock::now();
  for (const auto& objects : e.variants) {
    if (e.bit == machine_bit::disposal) {
      const pattern_exploration x = explore_pattern(async_disposable(objects[0]), e.threads, e.operations,
                                                    {operation::use, operation::start, operation::finish,
                                                     operation::dispose_sync, operation::dispose_async});
      v.states += x.states;
      v.transitions += x.transitions;
      if (x.broken && !v.broken) v.broken = x.broken;
      continue;
    }
    const machine m(objects, p);
    exploration x = explore(m, {e.threads, e.operations, all_calls(objects)});
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
