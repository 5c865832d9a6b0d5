#include "src/check/coverage/coverage.h"

#include <algorithm>
#include <concepts>

#include "model/events_view.h"
#include "model/operation.h"
#include "model/with_machine.h"
#include "src/check/coverage/client_walk.h"
#include "src/check/coverage/history_walk.h"

namespace selvage::check {
namespace {

using conform::group;
using model::label;
using model::label_kind;

std::vector<group> groups_of(const program& p) {
  std::vector<model::object_spec> specs;
  for (const auto& o : p.objects) specs.push_back(o.spec);
  return conform::groups_of(specs, components(p));
}

/// As model::with_machine, with all machines seen alike.
template <class Use>
void with_pattern(const group& g, const model::profile& held_to, Use use) {
  model::with_machine(g.objects, held_to, [&]<class Machine>(Machine machine) {
    if constexpr (std::same_as<Machine, model::machine>) {
      use(model::events_view(std::move(machine)));
    } else {
      use(machine);
    }
  });
}

std::vector<label> calls_on(const group& g, const std::vector<program_operation>& operations) {
  std::vector<label> calls;
  for (const auto& o : operations) {
    // A call on no object counts for the first group, as a checker has it.
    const std::uint8_t first = o.object_count == 0 ? std::uint8_t{0} : o.objects[0];
    if (std::ranges::find(g.members, first) == g.members.end()) continue;
    calls.push_back(conform::within(g, {.kind = label_kind::call,
                                        .op = o.op,
                                        .object_count = o.object_count,
                                        .objects = o.objects,
                                        .timeout_ms = o.timeout_ms}));
  }
  return calls;
}

template <class Each>
void each_group(const program& p, const model::profile& held_to, Each each) {
  for (const group& g : groups_of(p)) {
    with_pattern(g, held_to, [&](const auto& machine) { each(g, machine); });
  }
}

client_behaviour behaviour_of(const program& p, const model::profile& held_to, bool interrupts,
                              std::size_t max_states) {
  client_behaviour all;
  all.complete = true;
  each_group(p, held_to, [&](const group& g, const auto& machine) {
    const client_calls clients(p, g);
    auto found = client_walk(machine, g, clients, interrupts, max_states).walk();
    all.taken.merge(found.taken);
    all.blocks = all.blocks || found.blocks;
    all.complete = all.complete && found.complete;
  });
  add_guards(p, interrupts, all.taken);
  return all;
}

}  // namespace

client_calls::client_calls(const program& p, const group& g) {
  for (const auto& t : p.threads) threads.push_back(calls_on(g, t));
  for (const std::uint8_t o : g.members) callbacks.push_back(calls_on(g, p.objects[o].callback));
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    if (std::ranges::find(g.members, i) != g.members.end()) continue;
    auto calls = calls_on(g, p.objects[i].callback);
    if (calls.empty() || threads.size() >= model::first_callback_thread + model::max_callbacks) continue;
    threads.resize(std::max<std::size_t>(threads.size(), model::first_callback_thread));
    threads.push_back(std::move(calls));
  }
}

transition_set transitions_of_history(const program& p, std::span<const label> history, const model::profile& held_to,
                                      bool interrupts) {
  const auto groups = groups_of(p);
  transition_set out;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const group& g = groups[i];
    conform::router route(groups);
    std::vector<label> mine;
    for (const label& l : history) {
      if (l.kind != label_kind::quiescent && route(l) != i) continue;
      mine.push_back(conform::within(g, l));
      if (l.kind == label_kind::released || l.kind == label_kind::callback_begin) {
        add_shown(g.objects[mine.back().objects[0]], mine.back(), out);
      }
    }
    with_pattern(g, held_to, [&](const auto& machine) { history_walk(machine, interrupts).walk(mine, out); });
  }
  add_guards(p, interrupts, out);
  return out;
}

transition_set transitions_of_program(const program& p, const model::profile& held_to, bool interrupts,
                                      std::size_t max_states) {
  return behaviour_of(p, held_to, interrupts, max_states).taken;
}

bool may_block(const program& p, const model::profile& held_to, std::size_t max_states) {
  const auto found = behaviour_of(p, held_to, false, max_states);
  return found.blocks || !found.complete;
}

program_fate fate_of(const program& p, const model::profile& machine, std::size_t max_states) {
  std::vector<model::object_spec> specs;
  for (const auto& o : p.objects) specs.push_back(o.spec);
  const std::vector<std::uint8_t> together(specs.size());
  program_fate fate;
  for (const group& g : conform::groups_of(specs, together)) {
    with_pattern(g, machine, [&](const auto& of_all) {
      const client_calls clients(p, g);
      const auto found = client_walk(of_all, g, clients, true, max_states).walk();
      fate = {found.blocks, found.complete, found.states};
    });
  }
  return fate;
}

std::set<std::string_view> clauses_of(const transition_set& transitions) {
  std::set<std::string_view> out;
  for (const auto t : transitions) {
    const auto& clauses = model::info(t).clauses;
    out.insert(clauses.begin(), clauses.end());
  }
  return out;
}

}  // namespace selvage::check
