#include "src/check/apm_coverage.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "model/async_result.h"
#include "model/operation.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;
using model::operation;
using model::transition;
using machine = model::async_result;
using state = machine::state;

constexpr std::uint8_t absent = 0xff;

/// The program as its async results alone see it.
class apm_view {
 public:
  explicit apm_view(const program& p) {
    local_.fill(absent);
    for (std::size_t i = 0; i < p.objects.size(); ++i) {
      if (p.objects[i].spec.kind != model::object_kind::async_result) continue;
      local_[i] = static_cast<std::uint8_t>(specs_.size());
      specs_.push_back(p.objects[i].spec);
      callbacks_.push_back(mine(p.objects[i].callback));
    }
    for (const auto& t : p.threads) threads_.push_back(mine(t));
  }

  [[nodiscard]] machine made() const { return machine(specs_); }
  [[nodiscard]] const std::vector<std::vector<label>>& threads() const noexcept { return threads_; }
  [[nodiscard]] const std::vector<std::vector<label>>& callbacks() const noexcept { return callbacks_; }
  [[nodiscard]] const std::vector<model::object_spec>& specs() const noexcept { return specs_; }
  [[nodiscard]] std::uint8_t local(std::uint8_t object) const noexcept { return local_[object]; }

 private:
  [[nodiscard]] std::vector<label> mine(const std::vector<program_operation>& operations) const {
    std::vector<label> calls;
    for (const auto& o : operations) {
      if (model::info(o.op).of != model::family::async_results) continue;
      label l{.kind = label_kind::call, .op = o.op, .object_count = o.object_count, .timeout_ms = o.timeout_ms};
      for (std::size_t i = 0; i < o.object_count; ++i) l.objects[i] = local_[o.objects[i]];
      calls.push_back(l);
    }
    return calls;
  }

  std::array<std::uint8_t, 256> local_{};
  std::vector<model::object_spec> specs_;
  std::vector<std::vector<label>> callbacks_;
  std::vector<std::vector<label>> threads_;
};

/// Guards that no step carries.
void add_guards(const apm_view& v, transition_set& out) {
  out.insert(transition::apm_never_waits);
  if (out.contains(transition::apm_take_handle)) out.insert(transition::apm_one_handle);
  const bool completes =
      out.contains(transition::apm_complete) || out.contains(transition::apm_complete_synchronously);
  for (const auto& s : v.specs()) {
    if (s.silent) out.insert(transition::apm_never_call_back);
    if (!s.silent && completes) out.insert({transition::apm_call_back, transition::apm_call_back_once});
  }
}

struct point {
  state machine;
  std::array<std::uint8_t, model::max_threads> next{};  ///< which call each thread makes next
  friend bool operator==(const point&, const point&) = default;
};

struct point_hash {
  std::size_t operator()(const point& p) const noexcept { return model::hash_bytes(p); }
};

class apm_walk {
 public:
  explicit apm_walk(const apm_view& v) : view_(v), machine_(v.made()) {}

  transition_set run(std::size_t limit) {
    visit({machine_.initial(), {}});
    std::vector<model::pattern_step<state>> steps;
    std::vector<model::output> due;
    while (!stack_.empty() && seen_.size() < limit) {
      const point p = stack_.back();
      stack_.pop_back();
      steps.clear();
      machine_.steps(p.machine, steps);
      for (const auto& s : steps) {
        out_.insert(s.via);
        visit({s.next, p.next});
      }
      due.clear();
      machine_.outputs(p.machine, due);
      for (const auto& o : due) {
        point n = p;
        if (o.shown.kind == label_kind::callback_begin) n.next[o.shown.thread] = 0;
        if (machine_.take(n.machine, o.shown)) visit(n);
      }
      for (std::uint8_t t = 0; t < view_.threads().size(); ++t) call(p, t, view_.threads()[t]);
      callbacks(p);
    }
    add_guards(view_, out_);
    return std::move(out_);
  }

 private:
  void call(const point& p, std::uint8_t thread, const std::vector<label>& todo) {
    if (p.next[thread] >= todo.size()) return;
    point n = p;
    label l = todo[n.next[thread]++];
    l.thread = thread;
    if (machine_.take(n.machine, l)) visit(n);
  }

  void callbacks(const point& p) {
    for (std::size_t i = 0; i < view_.callbacks().size(); ++i) {
      const auto& r = p.machine.results[i];
      if (r.callback != machine::callback_phase::running) continue;
      const auto thread = r.callback_thread;
      call(p, thread, view_.callbacks()[i]);
      if (p.next[thread] < view_.callbacks()[i].size() || p.machine.calls[thread].at != machine::call_phase::idle)
        continue;
      point n = p;
      if (machine_.take(n.machine, {.kind = label_kind::callback_end,
                                    .thread = thread,
                                    .object_count = 1,
                                    .objects = {static_cast<std::uint8_t>(i)}}))
        visit(n);
    }
  }

  void visit(const point& p) {
    if (seen_.insert(p).second) stack_.push_back(p);
  }

  const apm_view& view_;
  machine machine_;
  transition_set out_;
  std::unordered_set<point, point_hash> seen_;
  std::vector<point> stack_;
};

}  // namespace

bool has_async_results(const program& p) noexcept {
  return std::ranges::any_of(p.objects, [](const auto& o) { return o.spec.kind == model::object_kind::async_result; });
}

transition_set apm_transitions(const program& p, std::size_t max_states) {
  const apm_view v(p);
  return apm_walk(v).run(max_states);
}

transition_set apm_transitions(const program& p, std::span<const label> history) {
  const apm_view v(p);
  const machine m = v.made();
  transition_set out;
  // Steps are few and almost never alternatives: those of every state that the history allows.
  std::vector<state> current{m.initial()};
  std::vector<model::pattern_step<state>> steps;
  std::array<bool, 256> in_call{};
  for (const label& given : history) {
    label l = given;
    if (l.kind == label_kind::quiescent) continue;
    if (l.kind == label_kind::call) in_call[l.thread] = l.object_count != 0 && v.local(l.objects[0]) != absent;
    if ((l.kind == label_kind::call || l.kind == label_kind::ret) && !in_call[l.thread]) continue;
    for (std::size_t i = 0; i < l.object_count; ++i) l.objects[i] = v.local(l.objects[i]);
    if (l.kind != label_kind::ret && (l.object_count == 0 || l.objects[0] == absent)) continue;
    std::vector<std::pair<state, transition_set>> reached;
    std::unordered_set<std::uint64_t> seen;
    for (const state& s : current) reached.push_back({s, {}});
    std::vector<state> after;
    for (std::size_t i = 0; i < reached.size(); ++i) {
      const auto [s, via] = reached[i];
      state n = s;
      if (m.take(n, l)) {
        out.insert(via.begin(), via.end());
        if (std::ranges::find(after, n) == after.end()) after.push_back(n);
      }
      steps.clear();
      m.steps(s, steps);
      for (const auto& step : steps) {
        if (!seen.insert(model::hash_bytes(step.next)).second) continue;
        auto longer = via;
        longer.insert(step.via);
        reached.push_back({step.next, std::move(longer)});
      }
    }
    current = std::move(after);
  }
  add_guards(v, out);
  return out;
}

}  // namespace selvage::check
