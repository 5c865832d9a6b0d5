#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <optional>
#include <unordered_map>
#include <utility>

#include "model/clause.h"
#include "model/pattern.h"
#include "src/conform/effort.h"
#include "src/conform/part.h"
#include "src/conform/pattern_finding.h"
#include "src/conform/pattern_space.h"
#include "src/conform/witness.h"

namespace selvage::conform {

/// Objects checked together by the machine of a pattern. States and sets are interned and (set, label) transitions
/// cached across histories, as for events. Where a set takes too much effort, the history at hand goes on with one
/// explanation; a set that has cost as much in such explanations as it would itself is worked out after all.
template <model::pattern Machine>
class pattern_part final : public part {
 public:
  using state = typename Machine::state;

  /// `returns_matter`: what others may do depends on who has not returned yet, as with the liberty coalesced_sets.
  pattern_part(Machine machine, std::vector<std::uint8_t> members, bool returns_matter, effort most,
               const cache_bounds& bounds = {})
      : space_(std::move(machine)),
        members_(std::move(members)),
        returns_matter_(returns_matter),
        effort_(most),
        bounds_(bounds),
        one_(returns_matter) {
    local_.fill(0xff);
    for (std::size_t i = 0; i < members_.size(); ++i) local_[members_[i]] = static_cast<std::uint8_t>(i);
    forget();
  }

  void restart() noexcept override {
    if (outgrown()) forget();
    current_ = initial_;
    one_.end();
    log_.clear();
    exact_ = false;
  }

  bool step(const model::label& l) override {
    if (one_.under_way()) return step_of_one(l);
    auto& to = next_[{std::bit_cast<std::array<std::uint64_t, 2>>(l), current_}];
    if (to.set == unknown && !work_out(to, localise(l))) {
      one_.begin(sets_.at(current_));
      stuck_at_ = &to;
      return step_of_one(l);
    }
    if (to.set == no_id) return false;
    current_ = to.set;
    return true;
  }

  [[nodiscard]] finding explain(std::span<const model::label> history) override {
    find_all();
    refusal r;
    r.refused = localise(history.back());
    r.members = members_;
    const Machine& machine = space_.machine();
    std::vector<model::output> due;
    std::vector<model::pattern_step<state>> steps;
    for (const state_id id : closure()) {
      const state& s = space_.at(id);
      due.clear();
      machine.outputs(s, due);
      r.due.insert(r.due.end(), due.begin(), due.end());
      steps.clear();
      machine.steps(s, steps);
      bool stable = true;
      for (const auto& step : steps) stable = stable && step.environment && !(step.time && r.refused.result != 0);
      if (stable) r.stable_due.push_back(due);
      if (const auto why = machine.why_pending(s, r.refused.thread); !why.empty()) r.why_pending.push_back(why);
      if (const auto why = machine.why_refused(s, r.refused); !why.empty()) r.why_refused.push_back(why);
    }
    return explain_refusal(r);
  }

  [[nodiscard]] std::uint64_t position() override {
    find_all();
    return current_;
  }

  [[nodiscard]] std::vector<std::string> states() override {
    find_all();
    std::vector<std::string> lines;
    for (const state_id id : sets_.at(current_)) lines.push_back(space_.machine().describe(space_.at(id)));
    return lines;
  }

  void allowed(std::vector<model::label>& out) override {
    find_all();
    std::vector<model::output> due;
    for (const state_id id : closure()) {
      due.clear();
      space_.machine().outputs(space_.at(id), due);
      for (const model::output& o : due) {
        out.push_back(o.shown);
        if (o.shown.kind != model::label_kind::ret) out.back().objects[0] = members_.at(o.shown.objects[0]);
      }
      if (space_.rests(id, false)) out.push_back({.kind = model::label_kind::quiescent});
    }
  }

  [[nodiscard]] std::uint64_t looked_at() const noexcept override { return looked_at_; }

  /// What is kept now.
  [[nodiscard]] std::size_t cached_states() const noexcept { return space_.size(); }

  void checkpoint() override {
    find_all();
    if (!outgrown()) return;
    std::vector<state> now;
    for (const state_id id : sets_.at(current_)) now.push_back(space_.at(id));
    forget();
    std::vector<state_id> kept;
    for (const state& s : now) kept.push_back(space_.intern(s));
    current_ = sets_.intern(kept);
  }

 private:
  static constexpr set_id unknown = no_id - 1;

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
  struct entry {
    set_id set{unknown};
    std::size_t tried{};  ///< states visited, to no avail, to work it out
    std::size_t spent{};  ///< on single explanations, as it is not known
  };

  [[nodiscard]] bool outgrown() const noexcept {
    return space_.size() > bounds_.states || sets_.members() > bounds_.members || next_.size() > bounds_.entries;
  }

  void forget() {
    space_.clear();
    sets_.clear();
    next_.clear();
    std::vector<state_id> first{space_.intern(space_.machine().initial())};
    initial_ = current_ = sets_.intern(first);
  }

  bool step_of_one(const model::label& l) {
    log_.push_back(l);
    const std::size_t before = one_.visits();
    const bool explained = one_.step(space_, localise(l));
    stuck_at_->spent += one_.visits() - before;
    looked_at_ += one_.visits() - before;
    if (!explained) find_all();
    return explained;
  }

  /// From here to the end of the history all explanations are looked for.
  void find_all() {
    exact_ = true;
    if (!one_.under_way()) return;
    one_.end();
    for (const model::label& l : std::exchange(log_, {})) {
      if (!step(l)) return;
    }
  }

  /// False when that takes more effort than it may now.
  bool work_out(entry& to, const model::label& l) {
    auto most = std::numeric_limits<std::size_t>::max();
    if (!exact_) {
      if (to.spent < 2 * to.tried || effort_.states == 0) return false;
      most = std::max(effort_.states, to.spent);
    }
    const auto set = compute(l, most);
    to.tried = most;
    if (set) to.set = *set;
    return set.has_value();
  }

  // A call only wakes its own thread, so the steps of others can wait until a later label needs them. What is shown
  // hinders no step either: where it is due already, the steps that could come before it can come after it.
  std::optional<set_id> compute(const model::label& l, std::size_t most) {
    std::vector<state_id> result;
    const auto take = [&](state_id id) {
      ++looked_at_;
      const state_id to = space_.taken(id, l);
      if (to != no_id) result.push_back(to);
      return to != no_id;
    };
    bool all = true;
    if (l.kind == model::label_kind::call) {
      for (const state_id id : sets_.at(current_)) take(id);
    } else if (l.kind == model::label_kind::quiescent) {
      all = space_.explore(sets_.at(current_), most, [&](state_id id) {
        ++looked_at_;
        if (space_.rests(id, l.result != 0)) result.push_back(id);
        return true;
      });
    } else {
      all = space_.explore(sets_.at(current_), most, [&](state_id id) { return !take(id) || returns_matter_; });
    }
    if (!all) return std::nullopt;
    return sets_.intern(result);
  }

  std::vector<state_id> closure() {
    std::vector<state_id> found;
    space_.explore(sets_.at(current_), std::numeric_limits<std::size_t>::max(), [&](state_id id) {
      found.push_back(id);
      return true;
    });
    return found;
  }

  [[nodiscard]] model::label localise(const model::label& l) const noexcept {
    model::label mine = l;
    for (std::size_t i = 0; i < l.object_count && i < model::max_label_objects; ++i)
      mine.objects[i] = local_[l.objects[i]];
    return mine;
  }

  pattern_space<Machine> space_;
  std::vector<std::uint8_t> members_;
  bool returns_matter_;
  effort effort_;
  cache_bounds bounds_;
  std::array<std::uint8_t, 256> local_{};
  set_space sets_;
  std::unordered_map<key, entry, key_hash> next_;
  set_id initial_{};
  set_id current_{};
  witness one_;                    ///< goes on from `current_` when it is under way
  std::vector<model::label> log_;  ///< the labels since then
  entry* stuck_at_{};              ///< for the first of them
  bool exact_{};                   ///< whatever it takes
  std::uint64_t looked_at_{};
};

}  // namespace selvage::conform
