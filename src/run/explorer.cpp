#include "src/run/explorer.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "src/check/replay_strategy.h"
#include "src/engine/real.h"
#include "src/run/smaller_schedule.h"
#include "src/strategy/strategies.h"

namespace selvage::run {
namespace {

using clock = std::chrono::steady_clock;
using engine::ending;
using model::verdict;

verdict verdict_of(engine::finding_kind k, verdict otherwise) {
  using engine::finding_kind;
  switch (k) {
    case finding_kind::data_race: return verdict::data_race;
    case finding_kind::use_after_free: return verdict::use_after_free;
    case finding_kind::double_free: return verdict::double_free;
    case finding_kind::invalid_free:
    case finding_kind::mismatched_free:
    case finding_kind::misuse: return verdict::misuse;
    case finding_kind::leak: return verdict::leak;
    case finding_kind::lost_wakeup: return verdict::lost_wakeup;
    case finding_kind::deadlock: return verdict::deadlock;
    case finding_kind::lock_inversion:
    case finding_kind::stopped: return otherwise;
  }
  return otherwise;
}

shared_counters* map_counters(const std::string& file) {
  static shared_counters unshared;
  const int d = open(file.c_str(), O_RDWR | O_CLOEXEC);
  if (d < 0) return &unshared;
  void* const p = mmap(nullptr, sizeof(shared_counters), PROT_READ | PROT_WRITE, MAP_SHARED, d, 0);
  close(d);
  return p == MAP_FAILED ? &unshared : static_cast<shared_counters*>(p);
}

std::string read_all(int d) {
  std::string text;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(d, buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
  return text;
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
    : program_(p), task_(t), counters_(map_counters(t.progress_file)), want_schedule_(t.kind != task_kind::explore || t.check_determinism) {
  isolated = t.isolate;
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
      result.verdict = e.end == ending::leaked_thread || program_.main_returned() ? verdict::leaked_thread : verdict::deadlock;
      if (result.verdict == verdict::leaked_thread) {
        std::erase_if(result.stuck, [](const std::string& s) { return s.starts_with("main: "); });
        result.detail = "main has returned, and " + std::to_string(result.stuck.size()) + " thread(s) never finish";
      }
      return;
    case ending::step_limit: result.verdict = verdict::livelock; return;
    case ending::crash:
    case ending::uncaught_exception: result.verdict = verdict::crash; return;
    case ending::aborted:
    case ending::assertion: result.verdict = verdict::assertion; return;
    case ending::misuse: result.verdict = verdict::misuse; return;
    case ending::double_free: result.verdict = verdict::double_free; return;
    case ending::unsupported: result.unsupported = e.message; return;
    case ending::finding: return;
  }
}

/// What a detector found comes before how the execution ended: it is the cause.
void explorer::judge(const engine::execution& e, outcome& result) const {
  judge_ending(e, result);
  if (!result.unsupported.empty()) return;
  for (const engine::finding& f : e.findings) {
    const verdict v = verdict_of(f.kind, result.verdict);
    if (v == verdict::holds || (v == result.verdict && f.message.empty())) continue;
    result.verdict = v;
    if (!f.message.empty()) result.detail = f.message;
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
  if (!engine::run(s, index, program::body, &program_, task_.how.engine, execution_)) return false;
  program::flush();
  judge(execution_, result);
  if (want_schedule_ || result.verdict != verdict::holds) result.choices = check::schedule_of(execution_.schedule);
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
  result.detail = WIFSIGNALED(status) ? "the program was killed by signal " + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) + ")"
                                      : "the program ended its process behind the engine's back";
  return true;
}

bool explorer::run(engine::strategy& s, std::uint64_t index, outcome& result) {
  counters_->execution.store(index, std::memory_order_relaxed);
  counters_->begun.fetch_add(1, std::memory_order_relaxed);
  return task_.isolate ? run_apart(s, index, result) : run_here(s, index, result);
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

answer explorer::explore() {
  const auto begin = clock::now();
  const auto passed = [begin] { return std::chrono::duration<double>(clock::now() - begin).count(); };
  const auto s = strategy::named(task_.how.strategy)->make({task_.how.seed, task_.how.preemption_bound});
  const auto limit = task_.executions == 0 ? std::numeric_limits<std::uint64_t>::max() : task_.executions;
  answer a;
  outcome o;
  const auto over = [&] {
    if (task_.check_determinism && o.unsupported.empty()) o = repeat(o);
    a.inconclusive = o.unsupported;
    if (o.verdict != verdict::holds) a.violation = o;
    return !a.inconclusive.empty() || a.violation;
  };
  bool ended = s->wants_profile() && run(*s, engine::profile_index, o) && over();
  for (std::uint64_t i = 0; !ended && i < limit; ++i) {
    if (task_.seconds > 0 && (i & 15) == 0 && passed() >= task_.seconds) break;
    if (!run(*s, i, o)) {
      a.exhausted = true;
      break;
    }
    ++a.executions;
    a.steps += o.steps;
    counters_->executions.store(a.executions, std::memory_order_relaxed);
    ended = over();
  }
  a.achieved = s->achieved();
  a.seconds = passed();
  return a;
}

answer explorer::replay() {
  check::replay_strategy s(task_.choices, check::mismatch::report);
  answer a;
  a.violation.emplace();
  run(s, task_.execution, *a.violation);
  a.violation->divergence = s.divergence();
  a.violation->preemptions = s.preemptions();
  a.executions = 1;
  a.steps = a.violation->steps;
  return a;
}

answer explorer::minimise() {
  answer a;
  a.violation = smaller_schedule(*this, task_.choices, task_.wanted, task_.execution, a.executions);
  return a;
}

answer explorer::work() {
  switch (task_.kind) {
    case task_kind::explore: return explore();
    case task_kind::replay: return replay();
    case task_kind::minimise: return minimise();
  }
  return {};
}

}  // namespace selvage::run
