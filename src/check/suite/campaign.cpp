#include "src/check/suite/campaign.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <stdexcept>

#include "src/check/coverage/coverage.h"
#include "src/explore/replay_strategy.h"
#include "src/explore/search.h"
#include "src/strategy/strategies.h"

namespace selvage::check {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::uint64_t most_hashes = 20'000;  // that one worker sends to its parent for one program

double seconds_since(clock::time_point begin) { return std::chrono::duration<double>(clock::now() - begin).count(); }

/// Runs the last schedule of `h` once more; empty when it did the same again.
std::string difference_when_repeated(harness& h, std::uint64_t index) {
  const auto first = h.labels();
  const std::vector<model::label> labels(first.begin(), first.end());
  const auto verdict = h.verdict();
  const auto ending = h.execution().end;
  const auto choices = schedule_of(h.execution().schedule);
  replay_strategy again(choices, mismatch::report);
  h.run(again, index);
  if (again.diverged_at()) return "the same schedule could not be run again: " + again.divergence();
  if (schedule_of(h.execution().schedule) != choices) return "the same schedule led to other choices";
  if (!std::ranges::equal(labels, h.labels())) return "the same schedule gave another history";
  if (h.verdict() != verdict || h.execution().end != ending) return "the same schedule ended differently";
  return {};
}

/// A search that goes from each execution to the next has its executions all alike.
watching watching_of(const exploration& how) {
  auto w = how.watched;
  const auto* const known = strategy::named(how.strategy);
  if (known == nullptr || known->by_index) return w;
  w.every = 1;
  w.heaps_in_turn = false;
  return w;
}

class run {
 public:
  run(const subject& s, const program& p, const campaign_options& options, progress_counters* progress)
      : program_(p),
        options_(options),
        progress_(progress),
        harness_(s, p, options.held_to == nullptr ? model::profiles().front() : *options.held_to, options.how.engine,
                 watching_of(options.how)),
        search_(options.how.strategy, options.how.seed, options.how.preemption_bound,
                options.how.watched.detect != "none" && options.how.watched.heaps_in_turn) {}

  campaign_result explore() {
    const auto begin = clock::now();
    const auto limit = options_.executions == 0 ? std::numeric_limits<std::uint64_t>::max() : options_.executions;
    if (search_.strategy().wants_profile() && harness_.run(search_.strategy(), engine::profile_index) &&
        options_.resume == nullptr)
      judge(engine::profile_index);
    for (auto i = resume(); !over_ && i < limit; i += options_.slots) {
      if (progress_ != nullptr) progress_->execution.store(i, std::memory_order_relaxed);
      if ((options_.seconds > 0 || (result_.executions & 0xff) == 0) && !go_on(begin, i)) break;
      if (!search_.by_index() && options_.how.watched.heaps_in_turn) harness_.use_heap(search_.heap());
      if (!harness_.run(search_.strategy(), i) && !(search_.begins_anew() && run_anew(i))) {
        result_.exhausted = true;
        break;
      }
      search_.ran();
      count();
      judge(i);
    }
    result_.achieved = search_.achieved();
    count_histories(options_.slots > 1 ? most_hashes : 0);
    result_.seconds = resumed_seconds_ + seconds_since(begin);
    report_progress();
    return std::move(result_);
  }

 private:
  bool run_anew(std::uint64_t index) {
    harness_.use_heap(search_.heap());
    return harness_.run(search_.strategy(), index);
  }

  void report_progress() {
    if (progress_ == nullptr) return;
    progress_->executions.store(progress_base_ + result_.executions, std::memory_order_relaxed);
    progress_->violations.store(progress_violations_ + result_.violations.size(), std::memory_order_relaxed);
  }

  bool go_on(clock::time_point begin, std::uint64_t next) {
    report_progress();
    result_.out_of_time = options_.seconds > 0 && seconds_since(begin) >= options_.seconds;
    if (options_.save && (result_.out_of_time || seconds_since(saved_) >= 1)) save(begin, next);
    return !result_.out_of_time;
  }

  /// The execution to begin with.
  std::uint64_t resume() {
    if (options_.resume == nullptr) return options_.slot;
    result_ = options_.resume->so_far;
    result_.out_of_time = false;
    seen_before_ = std::move(result_.hashes);
    resumed_seconds_ = result_.seconds;
    search_.restore(options_.resume->search);
    return options_.resume->next;
  }

  void save(clock::time_point begin, std::uint64_t next) {
    saved_ = clock::now();
    campaign_state now{result_, next, search_.saved()};
    std::swap(result_, now.so_far);
    count_histories(std::numeric_limits<std::size_t>::max());
    std::swap(result_, now.so_far);
    now.so_far.seconds = resumed_seconds_ + seconds_since(begin);
    options_.save(now);
  }

  /// Those of this process and those before it; their hashes when there are not too many.
  void count_histories(std::size_t most) {
    result_.distinct = harness_.distinct_histories();
    result_.distinct_is_bound = result_.distinct_is_bound || harness_.distinct_is_bound();
    if (seen_before_.empty() && result_.distinct > most) return;
    std::vector<std::uint64_t> all;
    std::ranges::set_union(harness_.history_hashes(), seen_before_, std::back_inserter(all));
    result_.distinct = all.size();
    if (result_.distinct <= most) result_.hashes = std::move(all);
  }

  void judge(std::uint64_t index) {
    if (harness_.verdict() != model::verdict::holds) note(violation_of(harness_, index));
    if (options_.check_determinism && harness_.unsupported().empty()) repeat(index);
    if (!harness_.unsupported().empty()) result_.inconclusive = harness_.unsupported();
    over_ = !result_.inconclusive.empty() || enough();
  }

  [[nodiscard]] bool enough() const {
    if (!options_.looking_for) return options_.stop_at_first && !result_.violations.empty();
    return std::ranges::any_of(result_.violations, [&](const auto& v) {
      return v.verdict == *options_.looking_for &&
             (!options_.looking_for_clause || v.clause == *options_.looking_for_clause);
    });
  }

  void count() {
    ++result_.executions;
    result_.steps += harness_.execution().steps;
    result_.labels += harness_.labels().size();
    if (harness_.blocked()) ++result_.blocked;
    if (harness_.endless()) ++result_.endless;
    if (looked_at_ < options_.covered_histories && harness_.first_seen()) look_at_history();
  }

  void look_at_history() {
    ++looked_at_;
    const auto taken =
        transitions_of_history(program_, harness_.labels(), harness_.held_to(), options_.how.engine.interrupts);
    for (const auto& id : clauses_of(taken)) result_.clauses.emplace(id);
  }

  void repeat(std::uint64_t index) {
    const auto choices = schedule_of(harness_.execution().schedule);
    const auto difference = difference_when_repeated(harness_, index);
    if (difference.empty()) return;
    note({model::verdict::nondeterminism, {}, {}, difference, index, choices, harness_.heap(), harness_.watched()});
  }

  void note(violation v) {
    const auto same = [&v](const violation& o) { return o.verdict == v.verdict && o.clause == v.clause; };
    if (std::ranges::none_of(result_.violations, same)) result_.violations.push_back(std::move(v));
  }

  const program& program_;
  const campaign_options& options_;
  progress_counters* progress_;
  harness harness_;
  search search_;
  campaign_result result_;
  bool over_{};
  std::size_t looked_at_{};
  clock::time_point saved_{clock::now()};
  std::vector<std::uint64_t> seen_before_;  // histories of the processes that this one goes on from
  double resumed_seconds_{};
  std::uint64_t progress_base_{progress_ == nullptr ? 0 : progress_->executions.load()};
  std::uint64_t progress_violations_{progress_ == nullptr ? 0 : progress_->violations.load()};
};

}  // namespace

violation violation_of(const harness& h, std::uint64_t execution) {
  auto f = h.finding();
  return {f.verdict,           std::move(f.clause), std::move(f.text),
          std::move(f.detail), execution,           schedule_of(h.execution().schedule), h.heap(), h.watched()};
}

campaign_result run_campaign(const subject& s, const program& p, const campaign_options& options,
                             progress_counters* progress) {
  return run(s, p, options, progress).explore();
}

}  // namespace selvage::check
