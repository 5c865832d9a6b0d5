#include "src/check/suite/minimise.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "src/explore/replay_strategy.h"
#include "src/program/smaller_programs.h"

namespace selvage::check {
namespace {

const model::profile& profile_of(const campaign_options& o) {
  return o.held_to == nullptr ? model::profiles().front() : *o.held_to;
}

/// The maximal runs of one thread in a schedule: [begin, end).
struct segment {
  std::size_t begin{};
  std::size_t end{};
  schedule_step step;
};

std::vector<segment> segments_of(const std::vector<schedule_step>& steps) {
  std::vector<segment> result;
  for (std::size_t i = 0; i < steps.size();) {
    auto end = i + 1;
    while (end < steps.size() && !steps[i].is_draw && steps[end] == steps[i]) ++end;
    result.push_back({i, end, steps[i]});
    i = end;
  }
  return result;
}

class schedule_minimiser {
 public:
  schedule_minimiser(const subject& s, const program& p, const violation& v, const campaign_options& options,
                     const minimiser_limits& limits)
      : harness_(s, p, profile_of(options), as_in(options.how, v).engine, as_in(options.how, v).watched),
        replay_(v.how, mismatch::skip),
        wanted_(v),
        limit_(limits.schedule_executions),
        keep_clause_(limits.keep_clause) {}

  /// False when the schedule does not show the violation.
  bool reduce() {
    if (!attempt(wanted_.how)) return false;
    while (shorten() || drop_segments() || join_segments() || move_borders()) {
    }
    return true;
  }

  [[nodiscard]] violation shown() const { return best_; }
  [[nodiscard]] std::uint64_t preemptions() const { return preemptions_; }
  [[nodiscard]] std::uint64_t executions() const { return executions_; }

 private:
  using cost = std::tuple<std::uint64_t, std::uint64_t, std::size_t, std::size_t>;

  bool attempt(const schedule& s) {
    if (executions_ >= limit_) return false;
    ++executions_;
    replay_.assign(s);
    harness_.run(replay_, wanted_.execution);
    if (harness_.verdict() != wanted_.verdict) return false;
    auto v = violation_of(harness_, wanted_.execution);
    if (keep_clause_ && v.clause != wanted_.clause) return false;
    const cost c{replay_.preemptions(), drawn(v.how), v.how.steps.size(), segments_of(v.how.steps).size()};
    if (found_ && c >= cost_) return false;
    found_ = true;
    cost_ = c;
    best_ = std::move(v);
    preemptions_ = replay_.preemptions();
    return true;
  }

  bool shorten() {
    const auto n = best_.how.steps.size();
    for (std::size_t keep = 0; keep < n; keep = keep == 0 ? 1 : keep * 2) {
      auto s = best_.how;
      s.steps.resize(keep);
      if (attempt(s)) return true;
    }
    return false;
  }

  bool drop_segments() {
    const auto all = segments_of(best_.how.steps);
    for (const auto& g : all) {
      auto s = best_.how;
      s.steps.erase(at(s, g.begin), at(s, g.end));
      if (attempt(s)) return true;
    }
    return false;
  }

  /// Moves a later run of a thread up behind its previous one.
  bool join_segments() {
    const auto all = segments_of(best_.how.steps);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t k = i + 1; k < all.size(); ++k) {
        if (all[k].step != all[i].step) continue;
        auto s = best_.how;
        std::rotate(at(s, all[i].end), at(s, all[k].begin), at(s, all[k].end));
        if (attempt(s)) return true;
        break;
      }
    }
    return false;
  }

  /// Moves one step of a thread's last run from one side of a switch to the other.
  bool move_borders() {
    const auto all = segments_of(best_.how.steps);
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      auto s = best_.how;
      s.steps.erase(at(s, all[i].begin));
      if (attempt(s)) return true;
      s = best_.how;
      s.steps.insert(at(s, all[i].end), all[i].step);
      if (attempt(s)) return true;
    }
    return false;
  }

  static std::vector<schedule_step>::iterator at(schedule& s, std::size_t i) {
    return s.steps.begin() + static_cast<std::ptrdiff_t>(i);
  }

  harness harness_;
  replay_strategy replay_;
  const violation& wanted_;
  std::uint64_t limit_;
  bool keep_clause_;
  std::uint64_t executions_{};
  bool found_{};
  cost cost_;
  violation best_;
  std::uint64_t preemptions_{};
};

class program_minimiser {
 public:
  program_minimiser(const subject& s, const campaign_options& options, const minimiser_limits& limits)
      : subject_(s), options_(options), limits_(limits) {
    options_.seconds = 0;
    options_.check_determinism = false;
    options_.slot = 0;
    options_.slots = 1;
  }

  void reduce(minimised& m) {
    options_.looking_for = m.shown.verdict;
    if (limits_.keep_clause) options_.looking_for_clause = m.shown.clause;
    auto& watched = options_.how.watched;
    watched = {m.shown.watched ? watched.detect : "none", 1, true, watched.points};
    while (step(m)) {
    }
  }

  [[nodiscard]] std::uint64_t executions() const { return executions_; }

 private:
  bool step(minimised& m) {
    for (auto& candidate : smaller_programs(m.what)) {
      if (executions_ >= limits_.program_executions) return false;
      if (auto v = shows(candidate, m)) {
        m.what = std::move(candidate);
        m.shown = *std::move(v);
        return true;
      }
    }
    return false;
  }

  std::optional<violation> shows(const program& p, const minimised& m) {
    options_.executions =
        std::clamp<std::uint64_t>(20 * (m.shown.number() + 1), limits_.executions_at_least, limits_.executions_at_most);
    auto result = run_campaign(subject_, p, options_);
    executions_ += result.executions;
    for (auto& v : result.violations) {
      if (v.verdict == m.shown.verdict && (!limits_.keep_clause || v.clause == m.shown.clause)) return std::move(v);
    }
    return {};
  }

  const subject& subject_;
  campaign_options options_;
  minimiser_limits limits_;
  std::uint64_t executions_{};
};

/// Searches every schedule with fewer preemptions, the fewest first.
void search_fewer_preemptions(const subject& s, minimised& m, campaign_options options,
                              const minimiser_limits& limits) {
  if (m.preemptions == 0 || limits.search_executions == 0) return;
  options.how = as_in(options.how, m.shown);
  options.how.strategy = "dfs";
  options.how.preemption_bound = static_cast<unsigned>(m.preemptions - 1);
  options.executions = limits.search_executions;
  options.seconds = 0;
  options.check_determinism = false;
  options.slot = 0;
  options.slots = 1;
  options.looking_for = m.shown.verdict;
  if (limits.keep_clause) options.looking_for_clause = m.shown.clause;
  const auto result = run_campaign(s, m.what, options);
  m.executions += result.executions;
  for (const auto& v : result.violations) {
    if (v.verdict != m.shown.verdict || (limits.keep_clause && v.clause != m.shown.clause)) continue;
    schedule_minimiser shorter(s, m.what, v, options, limits);
    if (shorter.reduce() && shorter.preemptions() < m.preemptions) {
      m.shown = shorter.shown();
      m.preemptions = shorter.preemptions();
    }
    m.executions += shorter.executions();
    return;
  }
}

}  // namespace

minimised minimise(const subject& s, const program& p, const violation& v, const campaign_options& options,
                   const minimiser_limits& limits) {
  minimised m{p, v, options.how, 0, 0};
  if (v.verdict == model::verdict::nondeterminism || v.verdict == model::verdict::holds) return m;
  program_minimiser smaller(s, options, limits);
  smaller.reduce(m);
  m.executions = smaller.executions();
  schedule_minimiser shorter(s, m.what, m.shown, options, limits);
  if (shorter.reduce()) {
    m.shown = shorter.shown();
    m.preemptions = shorter.preemptions();
  }
  m.executions += shorter.executions();
  search_fewer_preemptions(s, m, options, limits);
  m.shown.execution = v.execution;
  m.how = as_in(options.how, m.shown);
  return m;
}

}  // namespace selvage::check
