#include "src/run/explorer.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <limits>
#include <stdexcept>

#include "src/detect/explain.h"
#include "src/detect/text.h"
#include "src/engine/real.h"
#include "src/explore/checkpoint.h"
#include "src/explore/replay_strategy.h"
#include "src/explore/search.h"
#include "src/run/smaller_schedule.h"

namespace selvage::run {
namespace {

using clock = std::chrono::steady_clock;
using model::verdict;

/// While it lives, what the program prints is discarded.
class silence {
 public:
  silence() {
    for (const int d : {STDOUT_FILENO, STDERR_FILENO}) kept_[d - 1] = dup(d);
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (const int d : {STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, d);
    close(nowhere);
  }
  ~silence() {
    for (const int d : {STDOUT_FILENO, STDERR_FILENO}) {
      dup2(kept_[d - 1], d);
      close(kept_[d - 1]);
    }
  }
  silence(const silence&) = delete;
  silence& operator=(const silence&) = delete;

 private:
  int kept_[2]{};
};

/// The two take turns.
engine::heap_mode heap_mode_of(std::uint64_t index) noexcept {
  return index % 2 == 0 ? engine::heap_mode::reuse : engine::heap_mode::quarantine;
}

}  // namespace

explorer::explorer(program& p, const task& t)
    : program_(p),
      task_(t),
      counters_(t.progress_file),
      own_(counters_.of(t.worker)),
      heap_(t.how.engine.heap),
      want_schedule_(t.kind != task_kind::explore || t.check_determinism) {
  isolated = t.isolate;
  program_.exit_at_return(t.exit_at_return);
#ifndef SELVAGE_WITH_TSAN
  order::clocks* clocks = nullptr;
  if (t.how.engine.weak_memory) clocks = &weak_memory_.emplace().happens_before();
  if (t.detect != "none") detector_.emplace(detect::options_of(t.detect), clocks);
  points_ = check::addresses_of(t.how.watched.points, t.how.engine.heap_bytes);
#else
  if (t.how.engine.memory_points)
    throw std::invalid_argument("--points=memory does not go with --tsan: plain accesses are ThreadSanitizer's alone");
  if (t.how.engine.weak_memory)
    throw std::invalid_argument("--weak-memory does not go with --tsan: it reads what ThreadSanitizer reads");
#endif
}

void explorer::note_warning(const outcome& o) {
  if (warned_ || task_.isolate || execution_.warnings.empty()) return;
  warned_ = o;
}

/// Waits for workers that are far behind. False when the campaign ends before that execution.
bool explorer::may_run(std::uint64_t index, const std::function<bool()>& time_is_over) {
  while (number_of(index) <= counters_.stop() && !time_is_over()) {
    if (!counters_.too_far(index)) return true;
    own_.begun.fetch_add(1, std::memory_order_relaxed);
    usleep(1000);
  }
  return false;
}

answer explorer::explore() {
  const auto begin = clock::now();
  const auto passed = [begin] { return std::chrono::duration<double>(clock::now() - begin).count(); };
  const auto time_is_over = [&] { return task_.seconds > 0 && passed() >= task_.seconds; };
  check::search search(task_.how.strategy, task_.how.seed, task_.how.preemption_bound, true);
  if (!task_.search.empty()) search.restore(task_.search);
  const auto limit = task_.executions == 0 ? std::numeric_limits<std::uint64_t>::max() : task_.executions;
  answer a;
  outcome o;
  const auto over = [&] {
    if (task_.check_determinism && o.unsupported.empty()) o = repeat(o);
    a.inconclusive = o.unsupported;
    if (o.verdict != verdict::holds) a.violation = o;
    if (a.inconclusive.empty() && !a.violation) return false;
    a.ended_by = number_of(o.execution);
    counters_.stop_at(a.ended_by);
    return true;
  };
  std::optional<check::checkpoint> kept;
  if (!task_.state_file.empty()) kept.emplace(task_.state_file, std::string());
  double saved = 0;
  const auto save = [&](std::uint64_t next) {
    if (!kept) return;
    check::campaign_state state;
    state.so_far.executions = a.executions;
    state.so_far.steps = a.steps;
    state.next = next;
    state.search = search.saved();
    kept->save(0, state);
    saved = passed();
  };
  const auto next = [&](std::uint64_t index) {
    heap_ = search.by_index() ? heap_mode_of(index) : search.heap();
    return run(search.strategy(), index, o);
  };
  bool ended = search.strategy().wants_profile() && next(engine::profile_index) && over();
  auto i = task_.first;
  for (; !ended && i < limit && may_run(i, time_is_over); i += task_.slots) {
    if (kept && passed() >= saved + 1) save(i);
    if (!next(i) && !(search.begins_anew() && next(i))) {
      a.exhausted = true;
      break;
    }
    search.ran();
    ++a.executions;
    a.steps += o.steps;
    counters_.done(own_, o.steps);
    note_warning(o);
    ended = over();
  }
  a.warned = std::move(warned_);
  if (!ended) save(i);
  a.achieved = search.achieved();
  a.seconds = passed();
  return a;
}

answer explorer::replay() {
  check::replay_strategy s(task_.choices, check::mismatch::report);
  answer a;
  a.violation.emplace();
  if (task_.record) {
#ifdef SELVAGE_WITH_TSAN
    recorder_.emplace(&tsan_, nullptr);
#else
    recorder_.emplace(detector_ ? &*detector_ : nullptr, detector_ ? &*detector_ : nullptr);
#endif
  }
  run(s, task_.execution, *a.violation);
  if (recorder_) a.steps_taken = recorder_->take(execution_);
  recorder_.reset();
  a.violation->divergence = s.divergence();
  a.violation->preemptions = s.preemptions();
  const bool says_something =
      !(execution_.findings.empty() && execution_.warnings.empty() && execution_.notes.empty());
  if (detector_ && says_something && !task_.isolate)
    explain(s, *a.violation);
  a.executions = 1;
  a.steps = a.violation->steps;
  return a;
}

/// Runs the schedule once more, with stacks.
void explorer::explain(check::replay_strategy& s, outcome& shown) {
  const silence quiet;
  detector_->want_stacks(detect::events_of(execution_));
  outcome again;
  run(s, task_.execution, again);
  std::vector<engine::finding> findings(execution_.findings.begin(), execution_.findings.end());
  std::vector<engine::finding> warnings(execution_.warnings.begin(), execution_.warnings.end());
  detect::fill_in(*detector_, findings);
  detect::fill_in(*detector_, warnings);
  std::vector<engine::finding> notes(execution_.notes.begin(), execution_.notes.end());
  detect::fill_in(*detector_, notes);
  bool first = true;
  for (auto& f : findings) {
    // Where it was when it crashed.
    const bool stopped = f.kind == engine::finding_kind::stopped;
    if (stopped || shown.verdict == verdict::misuse) f.message = shown.detail;
    if (!stopped && detect::verdict(f.kind) != model::name(shown.verdict)) continue;
    if (first) shown.detail = f.message;
    shown.findings += (first ? "" : "\n") + detect::report(f);
    first = false;
  }
  for (const auto& n : notes) shown.findings += (shown.findings.empty() ? "" : "\n") + detect::report(n);
  for (const auto& w : warnings) shown.warnings += detect::report(w);
}

answer explorer::minimise() {
  answer a;
  const auto once = [this](engine::strategy& s, outcome& o) { return run(s, task_.execution, o); };
  a.violation = smaller_schedule(once, task_.choices, task_.wanted, a.executions);
  return a;
}

answer explorer::work() {
  switch (task_.kind) {
    case task_kind::explore:
      return explore();
    case task_kind::replay:
      return replay();
    case task_kind::minimise:
      return minimise();
  }
  return {};
}

}  // namespace selvage::run
