#include "src/conform/component.h"

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
  current_ = initial_;
}

void component::restart() noexcept {
  if (states_.size() > bounds_.states || sets_.members() > bounds_.members || entries_ > bounds_.entries) forget();
  current_ = initial_;
}

model::label component::localise(const model::label& l) const noexcept {
  model::label mine = l;
  const std::size_t count = l.kind == model::label_kind::released ? 1 : l.object_count;
  for (std::size_t i = 0; i < count && i < model::max_label_objects; ++i) mine.objects[i] = local_[l.objects[i]];
  return mine;
}

finding component::explain(std::span<const model::label> history) const {
  std::vector<model::label> local;
  for (const model::label& l : history) local.push_back(localise(l));
  return conform::explain(trail(machine_, local), members_);
}

std::vector<std::string> component::states() const {
  std::vector<std::string> lines;
  for (const state_id id : current()) lines.push_back(machine_.describe(at(id), members_));
  return lines;
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
    if (l.kind == model::label_kind::quiescent) {
      collect(id);
    } else if (l.thread < model::max_threads) {
      const model::phase at = states_.at(id).threads[l.thread].at;
      if (at == model::phase::done || at == model::phase::releasing) {
        collect(id);
        continue;
      }
    }
    follow(l, id);
  }
  return sets_.intern(collected_);
}

// Giving references back where no handle is being closed can be put off until the thread's own return, and where
// everything has to come to rest it can be done first: in both cases one order stands for all.
void component::follow(const model::label& l, state_id id) {
  const auto edges = states_.successors(id);
  const bool to_rest = l.kind == model::label_kind::quiescent;
  for (const edge& e : edges) {
    if (e.finishing && (to_rest || e.thread == l.thread)) {
      stack_.push_back(e.to);
      return;
    }
  }
  for (const edge& e : edges) {
    if (!e.finishing) stack_.push_back(e.to);
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
