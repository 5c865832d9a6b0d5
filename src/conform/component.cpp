#include "src/conform/component.h"

#include <unordered_set>

#include "src/conform/explain.h"
#include "src/conform/trail.h"

namespace selvage::conform {
namespace {

constexpr std::size_t first_table = 1024;
constexpr std::uint8_t nowhere = 0xff;

}  // namespace

component::component(std::span<const model::object_spec> objects, std::vector<std::uint8_t> members,
                     const model::profile& p, const cache_bounds& bounds)
    : bounds_(bounds),
      machine_(objects, p),
      members_(std::move(members)),
      local_(256, nowhere),
      states_(machine_),
      table_(first_table) {
  for (std::size_t i = 0; i < members_.size(); ++i) local_[members_[i]] = static_cast<std::uint8_t>(i);
  forget();
}

void component::forget() noexcept {
  states_.clear();
  sets_.clear();
  for (entry& e : table_) e = {};
  entries_ = 0;
  seen_.clear();
  collected_.assign(1, states_.intern(machine_.initial()));
  initial_ = sets_.intern(collected_);
  current_ = last_ = base_ = initial_;
}

bool component::outgrown() const noexcept {
  return states_.size() > bounds_.states || sets_.members() > bounds_.members || entries_ > bounds_.entries;
}

void component::restart() noexcept {
  if (outgrown()) forget();
  current_ = last_ = base_ = initial_;
}

void component::checkpoint() {
  base_ = last_;
  last_ = current_;
  if (!outgrown()) return;
  std::vector<model::state> base;
  std::vector<model::state> now;
  for (const state_id id : sets_.at(base_)) base.push_back(states_.at(id));
  for (const state_id id : sets_.at(current_)) now.push_back(states_.at(id));
  forget();
  const auto again = [this](const std::vector<model::state>& kept) {
    collected_.clear();
    for (const model::state& s : kept) collected_.push_back(states_.intern(s));
    return sets_.intern(collected_);
  };
  base_ = again(base);
  last_ = current_ = again(now);
}

model::label component::localise(const model::label& l) const noexcept {
  model::label mine = l;
  const std::size_t count = l.kind == model::label_kind::released ? 1 : l.object_count;
  for (std::size_t i = 0; i < count && i < model::max_label_objects; ++i) mine.objects[i] = local_[l.objects[i]];
  return mine;
}

finding component::explain(std::span<const model::label> history) {
  std::vector<model::label> local;
  for (const model::label& l : history) local.push_back(localise(l));
  std::vector<model::state> from;
  for (const state_id id : sets_.at(base_)) from.push_back(states_.at(id));
  return conform::explain(trail(machine_, from, local), members_);
}

std::vector<std::string> component::states() {
  std::vector<std::string> lines;
  for (const state_id id : current()) lines.push_back(machine_.describe(at(id), members_));
  return lines;
}

void component::allowed(std::vector<model::label>& out) {
  struct state_hash {
    std::size_t operator()(const model::state& s) const noexcept { return model::hash(s); }
  };
  std::unordered_set<model::state, state_hash> seen;
  std::vector<model::state> stack;
  for (const state_id id : current()) {
    if (seen.insert(at(id)).second) stack.push_back(at(id));
  }
  std::vector<model::step> steps;
  while (!stack.empty()) {
    const model::state s = stack.back();
    stack.pop_back();
    if (model::machine::quiescent(s, false)) out.push_back({.kind = model::label_kind::quiescent});
    for (std::uint8_t t = 0; t < model::max_threads; ++t) {
      const model::pending_call& c = s.threads[t];
      model::label l{.kind = model::label_kind::ret, .thread = t};
      if (c.at == model::phase::done) {
        l.op = c.op;
        l.object_count = c.count;
        for (std::size_t i = 0; i < c.count; ++i) l.objects[i] = members_[c.objects[i]];
        l.result = c.result;
        out.push_back(l);
      } else if (c.at == model::phase::releasing) {
        l.kind = model::label_kind::released;
        l.object_count = 1;
        l.objects[0] = members_[c.releasing];
        out.push_back(l);
      }
    }
    steps.clear();
    machine_.steps(s, steps);
    for (const model::step& step : steps) {
      if (seen.insert(step.next).second) stack.push_back(step.next);
    }
  }
}

bool component::miss(const model::label& l, std::size_t slot) {
  const set_id to = compute(localise(l));
  const auto [low, high] = std::bit_cast<words>(l);
  if ((entries_ + 1) * 2 > table_.size()) {
    grow();
    const std::size_t mask = table_.size() - 1;
    slot = mix(low, high, current_) & mask;
    while (table_[slot].from != no_id) slot = (slot + 1) & mask;
  }
  table_[slot] = {low, high, current_, to};
  ++entries_;
  if (to == no_id) return false;
  current_ = to;
  return true;
}

// A call only wakes its own thread, so the steps of others can wait until a later label needs them. For an output of
// a thread, every order of steps up to the point where that output is due is tried and none beyond it.
set_id component::compute(const model::label& l) {
  collected_.clear();
  const auto collect = [&](state_id id) {
    ++looked_at_;
    model::state s = states_.at(id);
    if (machine_.take(s, l)) collected_.push_back(states_.intern(s));
  };
  if (l.kind == model::label_kind::call) {
    for (std::size_t i = 0; i < sets_.at(current_).size(); ++i) collect(sets_.at(current_)[i]);
    return sets_.intern(collected_);
  }
  ++visit_;
  stack_.assign(sets_.at(current_).begin(), sets_.at(current_).end());
  const auto enter = [&](state_id id) {
    if (seen_.size() <= id) seen_.resize(states_.size(), 0);
    if (seen_[id] == visit_) return false;
    seen_[id] = visit_;
    return true;
  };
  while (!stack_.empty()) {
    const state_id id = stack_.back();
    stack_.pop_back();
    if (!enter(id)) continue;
    ++looked_at_;
    if (l.kind == model::label_kind::quiescent) {
      collect(id);
    } else if (l.thread < model::max_threads) {
      const model::phase at = states_.at(id).threads[l.thread].at;
      if (at == model::phase::done || at == model::phase::releasing) {
        collect(id);
        if (!returns_matter()) continue;
      }
    }
    follow(l, id);
  }
  return sets_.intern(collected_);
}

// Giving references back where no handle is being closed can be put off until the thread's own return, and where
// everything has to come to rest it can be done first: in both cases one order stands for all. But for a liberty that
// goes by who has not returned yet.
void component::follow(const model::label& l, state_id id) {
  const auto edges = states_.successors(id);
  const bool to_rest = l.kind == model::label_kind::quiescent;
  for (const edge& e : edges) {
    if (e.finishing && (to_rest || (e.thread == l.thread && !returns_matter()))) {
      stack_.push_back(e.to);
      return;
    }
  }
  for (const edge& e : edges) {
    if (!e.finishing || (returns_matter() && e.thread == l.thread)) stack_.push_back(e.to);
  }
}

void component::grow() {
  std::vector<entry> bigger(table_.size() * 2);
  const std::size_t mask = bigger.size() - 1;
  for (const entry& e : table_) {
    if (e.from == no_id) continue;
    std::size_t slot = mix(e.low, e.high, e.from) & mask;
    while (bigger[slot].from != no_id) slot = (slot + 1) & mask;
    bigger[slot] = e;
  }
  table_.swap(bigger);
}

}  // namespace selvage::conform
