#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <unordered_map>
#include <utility>

#include "model/clause.h"
#include "model/pattern.h"
#include "src/conform/part.h"
#include "src/conform/pattern_finding.h"
#include "src/conform/state_space.h"
#include "src/conform/state_table.h"

namespace selvage::conform {

/// Objects checked together by the machine of a pattern. States and sets are interned and (set, label) transitions
/// cached across histories, as for events.
template <model::pattern Machine>
class pattern_part final : public part {
 public:
  using state = typename Machine::state;

  /// `returns_matter`: what others may do depends on who has not returned yet, as with the liberty coalesced_sets.
  pattern_part(Machine machine, std::vector<std::uint8_t> members, bool returns_matter = false)
      : machine_(std::move(machine)), members_(std::move(members)), returns_matter_(returns_matter) {
    local_.fill(0xff);
    for (std::size_t i = 0; i < members_.size(); ++i) local_[members_[i]] = static_cast<std::uint8_t>(i);
    forget();
  }

  void restart() noexcept override {
    if (states_.size() > most_states || next_.size() > most_entries) forget();
    current_ = initial_;
  }

  bool step(const model::label& l) override {
    const key k{std::bit_cast<std::array<std::uint64_t, 2>>(l), current_};
    auto at = next_.find(k);
    if (at == next_.end()) at = next_.emplace(k, compute(localise(l))).first;
    if (at->second == no_id) return false;
    current_ = at->second;
    return true;
  }

  [[nodiscard]] finding explain(std::span<const model::label> history) const override {
    refusal r;
    r.refused = localise(history.back());
    r.members = members_;
    std::vector<model::output> due;
    std::vector<model::pattern_step<state>> steps;
    for (const state_id id : closure(sets_.at(current_))) {
      const state& s = states_[id];
      due.clear();
      machine_.outputs(s, due);
      r.due.insert(r.due.end(), due.begin(), due.end());
      steps.clear();
      machine_.steps(s, steps);
      bool stable = true;
      for (const auto& step : steps) stable = stable && step.environment && !(step.time && r.refused.result != 0);
      if (stable) r.stable_due.push_back(due);
      if (const auto why = machine_.why_pending(s, r.refused.thread); !why.empty()) r.why_pending.push_back(why);
      if (const auto why = machine_.why_refused(s, r.refused); !why.empty()) r.why_refused.push_back(why);
    }
    return explain_refusal(r);
  }

  [[nodiscard]] std::uint64_t position() const noexcept override { return current_; }

  [[nodiscard]] std::vector<std::string> states() const override {
    std::vector<std::string> lines;
    for (const state_id id : sets_.at(current_)) lines.push_back(machine_.describe(states_[id]));
    return lines;
  }

  void allowed(std::vector<model::label>& out) const override {
    std::vector<model::output> due;
    for (const state_id id : closure(sets_.at(current_))) {
      due.clear();
      machine_.outputs(states_[id], due);
      for (const model::output& o : due) {
        out.push_back(o.shown);
        if (o.shown.kind != model::label_kind::ret) out.back().objects[0] = members_.at(o.shown.objects[0]);
      }
      if (rests(states_[id], false)) out.push_back({.kind = model::label_kind::quiescent});
    }
  }

  void checkpoint() override {
    if (states_.size() <= most_states && next_.size() <= most_entries) return;
    std::vector<state> now;
    for (const state_id id : sets_.at(current_)) now.push_back(states_[id]);
    forget();
    std::vector<state_id> kept;
    for (const state& s : now) kept.push_back(intern(s));
    current_ = sets_.intern(kept);
  }

 private:
  static constexpr std::size_t most_states = std::size_t{1} << 19;
  static constexpr std::size_t most_entries = std::size_t{1} << 20;

  struct key {
    std::array<std::uint64_t, 2> label;
    set_id from;
    friend bool operator==(const key&, const key&) = default;
  };
  struct key_hash {
    std::size_t operator()(const key& k) const noexcept {
      std::uint64_t h = (k.label[0] ^ (std::uint64_t{k.from} << 32)) * 0x9e3779b97f4a7c15ULL;
      h = (std::rotl(h, 31) ^ k.label[1]) * 0xff51afd7ed558ccdULL;
      return h ^ h >> 32;
    }
  };
  void forget() {
    states_.clear();
    successors_.clear();
    seen_.clear();
    sets_.clear();
    next_.clear();
    std::vector<state_id> first{intern(machine_.initial())};
    initial_ = current_ = sets_.intern(first);
  }

  state_id intern(const state& s) const {
    return states_.add(s).first;
  }

  /// Visits the states, and what they can become by steps of any kind, for as long as `visit` wants to go on from them.
  template <class Visit>
  void explore(std::span<const state_id> from, Visit visit) const {
    ++round_;
    stack_.assign(from.begin(), from.end());
    while (!stack_.empty()) {
      const state_id id = stack_.back();
      stack_.pop_back();
      if (seen_.size() <= id) seen_.resize(states_.size(), 0);
      if (std::exchange(seen_[id], round_) == round_ || !visit(id)) continue;
      const auto& next = successors(id);
      stack_.insert(stack_.end(), next.begin(), next.end());
    }
  }

  const std::vector<state_id>& successors(state_id id) const {
    if (successors_.size() <= id) successors_.resize(states_.size());
    if (!successors_[id].known) {
      steps_.clear();
      machine_.steps(states_[id], steps_);
      std::vector<state_id> to;
      for (const auto& step : steps_) to.push_back(intern(step.next));
      successors_[id] = {true, std::move(to)};
    }
    return successors_[id].to;
  }

  std::vector<state_id> closure(std::span<const state_id> from) const {
    std::vector<state_id> found;
    explore(from, [&](state_id id) {
      found.push_back(id);
      return true;
    });
    return found;
  }

  // A call only wakes its own thread, so the steps of others can wait until a later label needs them. What is shown
  // hinders no step either: where it is due already, the steps that could come before it can come after it.
  set_id compute(const model::label& l) {
    std::vector<state_id> result;
    const auto take = [&](state_id id) {
      state s = states_[id];
      const bool taken = machine_.take(s, l);
      if (taken) result.push_back(intern(s));
      return taken;
    };
    if (l.kind == model::label_kind::call) {
      for (const state_id id : sets_.at(current_)) take(id);
    } else if (l.kind == model::label_kind::quiescent) {
      explore(sets_.at(current_), [&](state_id id) {
        if (rests(states_[id], l.result != 0)) result.push_back(id);
        return true;
      });
    } else {
      explore(sets_.at(current_), [&](state_id id) { return !take(id) || returns_matter_; });
    }
    return sets_.intern(result);
  }

  [[nodiscard]] bool rests(const state& s, bool time_too) const {
    std::vector<model::output> due;
    machine_.outputs(s, due);
    if (!due.empty()) return false;
    std::vector<model::pattern_step<state>> steps;
    machine_.steps(s, steps);
    return std::ranges::all_of(steps, [&](const auto& step) { return step.time ? !time_too : step.environment; });
  }

  [[nodiscard]] model::label localise(const model::label& l) const noexcept {
    model::label mine = l;
    for (std::size_t i = 0; i < l.object_count && i < model::max_label_objects; ++i)
      mine.objects[i] = local_[l.objects[i]];
    return mine;
  }

  struct edges {
    bool known{};
    std::vector<state_id> to;
  };

  Machine machine_;
  std::vector<std::uint8_t> members_;
  bool returns_matter_;
  std::array<std::uint8_t, 256> local_{};
  mutable state_table<state> states_;
  mutable std::vector<edges> successors_;
  mutable std::vector<std::uint32_t> seen_;  ///< by state: the last round that visited it
  mutable std::uint32_t round_{};
  mutable std::vector<state_id> stack_;
  mutable std::vector<model::pattern_step<state>> steps_;
  set_space sets_;
  std::unordered_map<key, set_id, key_hash> next_;
  set_id initial_{};
  set_id current_{};
};

}  // namespace selvage::conform
