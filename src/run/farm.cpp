#include "src/run/farm.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>

#include "src/explore/checkpoint.h"
#include "src/explore/counters.h"
#include "src/explore/workers.h"
#include "src/run/counterexample.h"
#include "src/run/scratch_directory.h"
#include "src/strategy/strategies.h"

namespace selvage::run {
namespace {

using clock = std::chrono::steady_clock;

/// What a checkpoint has to be of to go on from it. More executions and more time may be given to the rest.
std::string identity(const executable& what, const task& t, const farm_options& options) {
  const auto& how = t.how;
  std::ostringstream out;
  out << "run 1, program " << content_of(what.path);
  for (const auto& a : what.arguments) out << ' ' << a.size() << ':' << a;
  out << "; " << how.strategy << ", seed " << how.seed << ", bound " << how.preemption_bound << ", steps "
      << how.engine.max_steps << ", points " << how.engine.memory_points << ", environment " << how.engine.spurious
      << how.engine.interrupts << how.engine.weak_memory << how.engine.environment_limit << ", detect " << t.detect
      << ", judged " << t.nonzero_is_failure << t.check_determinism << t.isolate << t.exit_at_return << ", part "
      << options.shard << '/' << options.shards;
  return out.str();
}

class farm {
 public:
  farm(const executable& what, const task& t, const farm_options& options)
      : what_(what),
        task_(t),
        options_(options),
        by_index_(strategy::named(t.how.strategy)->by_index),
        slots_(options.shards * options.jobs) {
    if (!options.checkpoint.empty()) kept_.emplace(options.checkpoint, identity(what, t, options));
    if (kept_ && kept_->state_of(0) != nullptr) from_ = *kept_->state_of(0);
    if (by_index_) from_.next = std::max(from_.next, t.first);
    task_.progress_file = scratch_ / "progress";
    if (kept_ && !by_index_) task_.state_file = scratch_ / "state";
    counters_.emplace(task_.progress_file, options.jobs, slots_);
    for (unsigned i = 0; i < options.jobs; ++i) counters_->of(i).first = first_of(i);
  }

  answer explore(const std::function<void(std::uint64_t)>& tick) {
    const auto work = [&](std::size_t i, const check::worker_output& write) {
      write(to_json(perform(what_, part(i), nullptr)));
    };
    const auto results = check::run_workers(options_.jobs, work, [&] {
      if (tick) tick(counters_->executions());
      if (kept_ && clock::now() - saved_ >= std::chrono::seconds(1)) save();
    });
    std::vector<answer> answers;
    for (const auto& r : results) {
      if (!r.whole()) throw program_error(r.error.empty() ? "a worker was killed" : r.error);
      answers.push_back(answer_from_json(r.output));
    }
    auto whole = merge(answers);
    save();
    return whole;
  }

 private:
  /// The worker's first execution: its turn among the slots, not before the one that the checkpoint names.
  [[nodiscard]] std::uint64_t first_of(std::uint64_t worker) const {
    if (!by_index_) return from_.next;
    const auto slot = options_.shard + options_.shards * worker;
    return from_.next <= slot ? slot : slot + (from_.next - slot + slots_ - 1) / slots_ * slots_;
  }

  [[nodiscard]] task part(std::uint64_t worker) const {
    auto t = task_;
    t.worker = worker;
    t.first = counters_->of(worker).first;
    t.slots = slots_;
    t.search = from_.search;
    return t;
  }

  void save() {
    saved_ = clock::now();
    if (!kept_) return;
    auto now = from_;
    if (by_index_) {
      std::optional<totals> done;
      while (!done) {
        const auto stop = counters_->stop();
        now.next = std::min(counters_->all_done_before(), stop == 0 || stop == no_number ? stop : stop - 1);
        done = counters_->up_to(now.next);
      }
      now.so_far.executions += done->executions;
      now.so_far.steps += done->steps;
    } else {
      const check::checkpoint search(task_.state_file, {});
      const auto* const state = search.state_of(0);
      if (state == nullptr) return;
      now.next = state->next;
      now.search = state->search;
      now.so_far.executions += state->so_far.executions;
      now.so_far.steps += state->so_far.steps;
    }
    now.so_far.seconds += std::chrono::duration<double>(saved_ - begin_).count();
    kept_->save(0, now);
  }

  /// What one process alone would have said.
  [[nodiscard]] answer merge(std::vector<answer>& answers) const {
    const auto ended = [](const answer& a) { return a.violation || !a.inconclusive.empty(); };
    const auto number = [&](const answer& a) { return ended(a) ? a.ended_by : no_number; };
    const auto warned = [](const answer& a) { return a.warned ? number_of(a.warned->execution) : no_number; };
    const auto first_warned = std::ranges::min_element(answers, {}, warned)->warned;
    auto not_instrumented = std::move(answers.front().not_instrumented);
    auto slow_switch = std::move(answers.front().slow_switch);
    answer whole = std::move(*std::ranges::min_element(answers, {}, number));
    whole.not_instrumented = std::move(not_instrumented);
    whole.slow_switch = std::move(slow_switch);
    const auto end = number(whole);
    const auto done = counters_->up_to(end).value_or(totals{});
    whole.executions = from_.so_far.executions + done.executions;
    whole.steps = from_.so_far.steps + done.steps;
    for (const auto& a : answers) whole.seconds = std::max(whole.seconds, a.seconds);
    whole.seconds += from_.so_far.seconds;
    whole.warned.reset();
    if (first_warned && number_of(first_warned->execution) <= end) whole.warned = first_warned;
    return whole;
  }

  const executable& what_;
  task task_;
  const farm_options& options_;
  bool by_index_;
  std::uint64_t slots_;
  scratch_directory scratch_;
  std::optional<counters> counters_;
  std::optional<check::checkpoint> kept_;
  check::campaign_state from_;
  clock::time_point begin_{clock::now()};
  clock::time_point saved_{begin_};
};

}  // namespace

answer explore(const executable& what, const task& t, const farm_options& options,
               const std::function<void(std::uint64_t)>& tick) {
  return farm(what, t, options).explore(tick);
}

}  // namespace selvage::run
