#include "src/check/suite/counterexample.h"

#include <sstream>

#include "src/explore/watching_text.h"

namespace selvage::check {

std::string to_text(const counterexample& c) {
  std::ostringstream out;
  out << "tool: " << c.tool << "\nsubject: " << c.subject << "\nprofile: " << c.profile << "\norigin: " << c.origin
      << "\nverdict: " << model::name(c.verdict) << "\nclause: " << c.clause << "\nsays: " << one_line(c.text)
      << "\ndetail: " << one_line(c.detail) << "\nprogram:\n"
      << indented(to_text(c.what)) << "schedule:\n"
      << indented(to_text(c.choices)) << "history:\n"
      << indented(c.history) << "seed: " << c.how.seed << "\nstrategy: " << c.how.strategy
      << "\npreemption-bound: " << c.how.preemption_bound << "\nexecution: " << c.execution
      << "\nmax-steps: " << c.how.engine.max_steps << "\nmemory-points: " << yes_no(c.how.engine.memory_points)
      << "\nspurious: " << yes_no(c.how.engine.spurious) << "\ninterrupts: " << yes_no(c.how.engine.interrupts)
      << "\nweak-memory: " << yes_no(c.how.engine.weak_memory)
      << "\nenvironment-limit: " << c.how.engine.environment_limit << "\nheap-bytes: " << c.how.engine.heap_bytes
      << "\nheap: " << name(c.how.engine.heap) << "\ndetect: " << c.how.watched.detect << '\n'
      << points_block(c.how.watched);
  return sealed(out.str());
}

counterexample parse_counterexample(std::string_view text) {
  const fields f(text);
  counterexample c;
  c.tool = f.text("tool");
  c.subject = f.text("subject");
  c.profile = f.text("profile");
  c.origin = f.text("origin");
  const auto verdict = model::verdict_named(f.text("verdict"));
  if (!verdict) throw counterexample_error("has an unknown verdict '" + f.text("verdict") + "'");
  c.verdict = *verdict;
  c.clause = f.text("clause");
  c.text = f.text("says");
  c.detail = f.text("detail");
  try {
    c.what = parse_program(f.text("program"));
    c.choices = parse_schedule(f.text("schedule"));
  } catch (const program_error& e) {
    throw counterexample_error(std::string("has a program with an error, ") + e.what());
  } catch (const schedule_error& e) {
    throw counterexample_error(std::string("has a schedule with an error: ") + e.what());
  }
  c.how.seed = f.number("seed");
  c.how.strategy = f.text("strategy");
  c.how.preemption_bound = static_cast<unsigned>(f.number("preemption-bound"));
  c.execution = f.number("execution");
  c.how.engine.max_steps = f.number("max-steps");
  c.how.engine.memory_points = f.truth("memory-points");
  c.how.engine.spurious = f.truth("spurious");
  c.how.engine.interrupts = f.truth("interrupts");
  c.how.engine.weak_memory = f.has("weak-memory") && f.truth("weak-memory");
  c.how.engine.environment_limit = static_cast<unsigned>(f.number("environment-limit"));
  c.how.engine.heap_bytes = f.number("heap-bytes");
  if (f.has("detect")) c.how.watched.detect = f.text("detect");
  c.how.watched.points = points_of(f);
  c.how.watched.heaps_in_turn = false;
  // Files from before this field had one heap where a detector watched, and the other elsewhere.
  const auto old = c.how.watched.detect == "none" ? engine::heap_mode::reuse : engine::heap_mode::quarantine;
  c.how.engine.heap = f.has("heap") ? heap_mode_named(f.text("heap")) : old;
  return c;
}

void write_counterexample(const std::filesystem::path& file, const counterexample& c) {
  write_whole(file, to_text(c));
}

counterexample read_counterexample(const std::filesystem::path& file) { return parse_counterexample(read_whole(file)); }

}  // namespace selvage::check
