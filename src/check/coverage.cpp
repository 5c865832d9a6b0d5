#include "src/check/coverage.h"

#include "model/operation.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/machine.h"
#include "src/check/apm_coverage.h"
#include "src/check/disposal_coverage.h"
#include "model/registration.h"
#include "src/check/pattern_coverage.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;
using model::operation;
using model::transition;

struct state_hash {
  std::size_t operator()(const model::state& s) const noexcept { return model::hash(s); }
};

model::machine machine_of(const program& p, const model::profile& held_to) {
  std::vector<model::object_spec> specs;
  for (const auto& o : p.objects) specs.push_back(o.spec);
  return {specs, held_to};
}

model::registration registrations_of(const program& p, const model::profile& held_to) {
  std::vector<model::object_spec> specs;
  for (const auto& o : p.objects) specs.push_back(o.spec);
  return {specs, held_to};
}

bool has_registrations(const program& p) {
  return std::ranges::any_of(
      p.objects, [](const auto& o) { return model::info(o.spec.kind).of == model::family::registrations; });
}

bool is_interruption(transition t) { return t == transition::interrupt || t == transition::come_back; }

/// Guards that no step carries: what the program alone puts to the test.
void add_guards(const program& p, bool interrupts, transition_set& out) {
  for (const auto& o : p.objects) {
    const bool handle = o.spec.kind == model::object_kind::safe_handle;
    out.insert(handle ? transition::create_handle : transition::create_event);
    if (handle && (!o.spec.owns || !o.spec.valid)) out.insert(transition::never_release);
    if (o.spec.kind == model::object_kind::duplicate) out.insert(transition::one_event);
    if (o.spec.kind == model::object_kind::registration) {
      const auto same = [&](const program_object& other) {
        return &other != &o && other.spec.kind == o.spec.kind && other.spec.original == o.spec.original;
      };
      if (std::ranges::any_of(p.objects, same)) out.insert(transition::each_registration);
    }
  }
  for (const auto& t : p.threads) {
    for (const auto& o : t) {
      if (model::info(o.op).of == model::family::handles) {
        out.insert(transition::handle_never_waits);
      } else if (model::info(o.op).of == model::family::events && !model::info(o.op).waits) {
        out.insert(transition::event_never_waits);
      }
      if (o.op == operation::set_invalid) out.insert(transition::never_release);
      if (o.timeout_ms > 0) out.insert(transition::one_deadline);
      if (o.op == operation::signal_and_wait) out.insert(transition::signal);
      if (interrupts && model::info(o.op).waits && o.timeout_ms != 0) out.insert(transition::interrupt);
    }
  }
}

void add_release(transition_set& out) {
  out.insert({transition::release_resource, transition::release_once, transition::release_last});
}

/// One position of a history: its states, and the edges that lead from each by steps of the machine itself.
struct layer {
  struct edge {
    std::uint32_t from{};
    std::uint32_t to{};
    transition via{};
  };

  std::vector<model::state> states;
  std::unordered_map<model::state, std::uint32_t, state_hash> index;
  std::vector<edge> inner;                                       ///< within the layer
  std::vector<std::pair<std::uint32_t, std::uint32_t>> onwards;  ///< to the next layer, by the label

  std::uint32_t add(const model::state& s) {
    const auto [it, fresh] = index.try_emplace(s, static_cast<std::uint32_t>(states.size()));
    if (fresh) states.push_back(s);
    return it->second;
  }

  void close(const model::machine& m, bool interrupts) {
    std::vector<model::step> steps;
    for (std::uint32_t i = 0; i < states.size(); ++i) {
      steps.clear();
      m.steps(model::state(states[i]), steps);
      for (const auto& s : steps) {
        if (interrupts || !is_interruption(s.via)) inner.push_back({i, add(s.next), s.via});
      }
    }
  }
};

}  // namespace

transition_set transitions_of_history(const program& p, std::span<const label> history, const model::profile& held_to,
                                      bool interrupts) {
  if (has_async_results(p)) return apm_transitions(p, history);
  if (has_registrations(p)) {
    auto taken = pattern_history(registrations_of(p, held_to), history);
    add_guards(p, interrupts, taken);
    return taken;
  }
  if (has_disposal(p)) return disposal_transitions(p, history);
  const auto m = machine_of(p, held_to);
  std::vector<layer> layers(1);
  layers[0].add(m.initial());
  for (const auto& l : history) {
    layers.back().close(m, interrupts);
    layer next;
    auto& here = layers.back();
    for (std::uint32_t i = 0; i < here.states.size(); ++i) {
      auto s = here.states[i];
      if (m.take(s, l)) here.onwards.emplace_back(i, next.add(s));
    }
    layers.push_back(std::move(next));
  }
  transition_set out;
  add_guards(p, interrupts, out);
  if (std::ranges::any_of(history, [](const label& l) { return l.kind == label_kind::released; })) add_release(out);
  std::vector<bool> live(layers.back().states.size(), true);
  for (auto at = layers.size() - 1; at-- > 0;) {
    auto& here = layers[at];
    std::vector<bool> mine(here.states.size());
    for (const auto& [from, to] : here.onwards) mine[from] = mine[from] || live[to];
    for (bool again = true; again;) {
      again = false;
      for (const auto& e : here.inner) {
        if (!mine[e.to]) continue;
        out.insert(e.via);
        if (mine[e.from]) continue;
        mine[e.from] = true;
        again = true;
      }
    }
    live = std::move(mine);
  }
  return out;
}

namespace {

struct client_state {
  model::state machine;
  std::array<std::uint8_t, model::max_threads> next{};  ///< which operation each thread calls next
  friend bool operator==(const client_state&, const client_state&) = default;
};

struct client_hash {
  std::size_t operator()(const client_state& s) const noexcept {
    auto h = model::hash(s.machine);
    for (const auto n : s.next) h = (h ^ n) * 0x9e3779b97f4a7c15U;
    return h;
  }
};

class program_walk {
 public:
  program_walk(const program& p, const model::profile& held_to, bool interrupts, std::size_t limit)
      : program_(p), machine_(machine_of(p, held_to)), interrupts_(interrupts), limit_(limit) {}

  transition_set walk() {
    add_guards(program_, interrupts_, out_);
    visit({machine_.initial(), {}});
    std::vector<model::step> steps;
    while (!stack_.empty() && seen_.size() < limit_) {
      const auto s = stack_.back();
      stack_.pop_back();
      steps.clear();
      machine_.steps(s.machine, steps);
      for (const auto& step : steps) {
        out_.insert(step.via);
        visit({step.next, s.next});
      }
      for (std::size_t t = 0; t < program_.threads.size(); ++t) labels_of(s, static_cast<std::uint8_t>(t));
    }
    return std::move(out_);
  }

 private:
  void labels_of(const client_state& s, std::uint8_t t) {
    const auto& call = s.machine.threads[t];
    const auto& todo = program_.threads[t];
    if (call.at == model::phase::idle && s.next[t] < todo.size()) {
      const auto& o = todo[s.next[t]];
      auto n = s;
      ++n.next[t];
      take(n, {.kind = label_kind::call,
               .thread = t,
               .op = o.op,
               .object_count = o.object_count,
               .objects = o.objects,
               .timeout_ms = o.timeout_ms});
    } else if (call.at == model::phase::done) {
      const auto& o = todo[s.next[t] - std::size_t{1}];
      take(s, {.kind = label_kind::ret,
               .thread = t,
               .op = o.op,
               .object_count = o.object_count,
               .objects = o.objects,
               .timeout_ms = o.timeout_ms,
               .result = call.result});
    } else if (call.at == model::phase::releasing) {
      if (take(s, {.kind = label_kind::released, .thread = t, .object_count = 1, .objects = {call.releasing}})) {
        add_release(out_);
      }
    }
  }

  bool take(client_state s, const label& l) {
    if (!machine_.take(s.machine, l)) return false;
    visit(s);
    return true;
  }

  void visit(const client_state& s) {
    if (seen_.insert(s).second) stack_.push_back(s);
  }

  const program& program_;
  model::machine machine_;
  bool interrupts_;
  std::size_t limit_;
  transition_set out_;
  std::unordered_set<client_state, client_hash> seen_;
  std::vector<client_state> stack_;
};

}  // namespace

transition_set transitions_of_program(const program& p, const model::profile& held_to, bool interrupts,
                                      std::size_t max_states) {
  if (has_async_results(p)) return apm_transitions(p, max_states);
  if (has_registrations(p)) {
    const auto machine = registrations_of(p, held_to);
    auto taken = pattern_walk(machine, p, max_states).walk();
    add_guards(p, interrupts, taken);
    return taken;
  }
  if (has_disposal(p)) return disposal_transitions(p, max_states);
  return program_walk(p, held_to, interrupts, max_states).walk();
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
