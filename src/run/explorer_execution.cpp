// One execution of a program: run here or in a process of its own, and judged.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "src/detect/text.h"
#include "src/engine/real.h"
#include "src/explore/replay_strategy.h"
#include "src/run/explorer.h"

namespace selvage::run {
namespace {

using engine::ending;
using model::verdict;

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
  if (e.findings.empty() && e.end == ending::finished) return;
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
  settings.model = weak_memory_ ? &*weak_memory_ : nullptr;
#endif
  if (recorder_) settings.watch = &*recorder_;
  if (!engine::run(s, index, program::body, &program_, settings, execution_)) return false;
  program::flush();
  judge(execution_, result);
  result.points = check::raced_places(execution_.findings);
  const bool warns = !warned_ && !execution_.warnings.empty();
  if (want_schedule_ || warns || result.verdict != verdict::holds)
    result.choices = check::schedule_of(execution_.schedule);
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

}  // namespace selvage::run
