#include "src/run/explorer.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "src/check/checkpoint.h"
#include "src/check/replay_strategy.h"
#include "src/check/search.h"
#include "src/detect/explain.h"
#include "src/detect/text.h"
#include "src/engine/real.h"
#include "src/run/smaller_schedule.h"

namespace selvage::run {
namespace {

using clock = std::chrono::steady_clock;
using engine::ending;
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

std::string read_all(int d) {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(d, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
  return text;
}

/// The two take turns.
engine::heap_mode heap_mode_of(std::uint64_t index) noexcept {
  return index % 2 == 0 ? engine::heap_mode::reuse : engine::heap_mode::quarantine;
}

void write_all(int d, const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t n = write(d, text.data() + at, text.size() - at);
    if (n <= 0) return;
    at += static_cast<std::size_t>(n);
  }
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
#ifndef SELVAGE_WITH_TSAN
  if (t.detect != "none") detector_.emplace(detect::options_of(t.detect));
  points_ = check::addresses_of(t.how.watched.points, t.how.engine.heap_bytes);
#else
  if (t.how.engine.memory_points)
    throw std::invalid_argument("--points=memory does not go with --tsan: plain accesses are ThreadSanitizer's alone");
#endif
}

void explorer::judge_ending(const engine::execution& e, outcome& result) const {
  result.steps = e.steps;
  result.status = program_.status();
  result.detail = e.message;
  for (const auto& s : e.stuck) result.stuck.push_back(s.name + ": " + s.waits);
  switch (e.end) {
    case ending::stopped:
    case ending::finished:
    case ending::exited:
      result.ended = true;
      result.detail.clear();
      result.stuck.clear();
      if (task_.nonzero_is_failure && result.status != 0) {
        result.verdict = verdict::wrong_result;
        result.detail = "the program ended with status " + std::to_string(result.status);
      }
      return;
    case ending::deadlock:
    case ending::leaked_thread:
      result.verdict =
          e.end == ending::leaked_thread || program_.main_returned() ? verdict::leaked_thread : verdict::deadlock;
      if (result.verdict == verdict::leaked_thread) {
        std::erase_if(result.stuck, [](const std::string& s) { return s.starts_with("main: "); });
        result.detail = "main has returned, and " + std::to_string(result.stuck.size()) + " thread(s) never finish";
      }
      return;
    case ending::step_limit:
      result.verdict = verdict::livelock;
      return;
    case ending::crash:
    case ending::uncaught_exception:
      result.verdict = verdict::crash;
      return;
    case ending::aborted:
    case ending::assertion:
      result.verdict = verdict::assertion;
      return;
    case ending::misuse:
      result.verdict = verdict::misuse;
      return;
    case ending::double_free:
      result.verdict = verdict::double_free;
      return;
    case ending::unsupported:
      result.unsupported = e.message;
      return;
    case ending::finding:
      return;
  }
}

/// As detect::verdict; with points a race is what is known already.
std::string_view explorer::verdict_of_findings(const engine::execution& e) const {
  const std::string_view first = detect::verdict(e);
  if (task_.how.watched.points.empty() || first != model::name(verdict::data_race)) return first;
  for (const engine::finding& f : e.findings)
    if (f.kind != engine::finding_kind::data_race && *detect::verdict(f.kind) != '\0') return detect::verdict(f.kind);
  return {};
}

void explorer::judge(const engine::execution& e, outcome& result) const {
  judge_ending(e, result);
  if (!result.unsupported.empty() || result.verdict == verdict::leaked_thread) return;
#ifdef SELVAGE_WITH_TSAN
  if (tsan_watch::reported()) {
    result.verdict = verdict::data_race;
    result.detail = tsan_watch::sentence();
    if (task_.kind == task_kind::replay) result.findings = tsan_watch::places();
  }
#endif
  const auto seen = model::verdict_named(verdict_of_findings(e));
  if (!seen || *seen == verdict::holds || *seen == result.verdict) return;
  result.verdict = *seen;
  for (const engine::finding& f : e.findings) {
    if (detect::verdict(f.kind) != model::name(*seen)) continue;
    result.detail = f.message.empty() ? detect::sentence(f, nullptr) : f.message;
    return;
  }
}

bool explorer::run_here(engine::strategy& s, std::uint64_t index, outcome& result) {
  result.verdict = verdict::holds;
  result.detail.clear();
  result.stuck.clear();
  result.unsupported.clear();
  result.ended = false;
  result.execution = index;
  program_.prepare();
  auto settings = task_.how.engine;
  result.heap = settings.heap = heap_;
#ifdef SELVAGE_WITH_TSAN
  settings.watch = &tsan_;
  settings.heap_bytes = 0;  // memory is ThreadSanitizer's
#else
  settings.watch = detector_ ? &*detector_ : nullptr;
  settings.racy = &points_;
#endif
  if (recorder_) settings.watch = &*recorder_;
  if (!engine::run(s, index, program::body, &program_, settings, execution_)) return false;
  program::flush();
  judge(execution_, result);
  result.points = check::raced_places(execution_.findings);
  const bool warns = !warned_ && !execution_.warnings.empty();
  if (want_schedule_ || warns || result.verdict != verdict::holds) result.choices = check::schedule_of(execution_.schedule);
  return true;
}

bool explorer::run_apart(engine::strategy& s, std::uint64_t index, outcome& result) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error(std::string("cannot make a pipe: ") + std::strerror(errno));
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error(std::string("cannot make a process: ") + std::strerror(errno));
  if (child == 0) {
    outcome o;
    const bool more = run_here(s, index, o);
    write_all(ends[1], more ? to_json(o) : std::string("none"));
    engine::real().immediate_exit(0);
  }
  close(ends[1]);
  const auto text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (text == "none") return false;
  if (!text.empty()) {
    result = outcome_from_json(text);
    // What the strategy remembers, as where a replay diverged, is in the other process.
    return true;
  }
  result = {};
  result.execution = index;
  result.verdict = verdict::crash;
  result.died = true;
  result.detail = WIFSIGNALED(status) ? "the program was killed by signal " + std::to_string(WTERMSIG(status)) + " (" +
                                            strsignal(WTERMSIG(status)) + ")"
                                      : "the program ended its process behind the engine's back";
  return true;
}

bool explorer::run(engine::strategy& s, std::uint64_t index, outcome& result) {
  own_.execution.store(index, std::memory_order_relaxed);
  own_.begun.fetch_add(1, std::memory_order_relaxed);
  // A recording is made here, where the program's names can be looked up.
  return task_.isolate && !recorder_ ? run_apart(s, index, result) : run_here(s, index, result);
}

outcome explorer::repeat(const outcome& first) {
  check::replay_strategy again(first.choices, check::mismatch::report);
  outcome second;
  run(again, first.execution, second);
  outcome result = first;
  if (again.diverged_at())
    result.detail = "the same schedule could not be run again: " + again.divergence();
  else if (second.choices != first.choices)
    result.detail = "the same schedule led to other choices";
  else if (second.verdict != first.verdict || second.status != first.status || second.steps != first.steps)
    result.detail = "the same schedule ended differently";
  else
    return second;
  result.verdict = verdict::nondeterminism;
  return result;
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
  if (detector_ && !(execution_.findings.empty() && execution_.warnings.empty()) && !task_.isolate)
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
  for (const auto& w : warnings) shown.warnings += detect::report(w);
}

answer explorer::minimise() {
  answer a;
  a.violation = smaller_schedule(*this, task_.choices, task_.wanted, task_.execution, a.executions);
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
