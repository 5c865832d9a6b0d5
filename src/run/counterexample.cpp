#include "src/run/counterexample.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "src/explore/watching_text.h"

namespace selvage::run {
namespace {

engine::heap_mode heap_of(const check::fields& f, std::uint64_t execution) {
  // Files from before this field go by the execution's number.
  if (!f.has("heap")) return execution % 2 == 0 ? engine::heap_mode::reuse : engine::heap_mode::quarantine;
  return check::heap_mode_named(f.text("heap"));
}

}  // namespace

bool is_run_counterexample(std::string_view text) {
  return text.starts_with("selvage counterexample ") && text.find("\nkind: run\n") != std::string_view::npos;
}

std::string to_text(const counterexample& c) {
  const auto replace = nlohmann::json::error_handler_t::replace;
  std::ostringstream out;
  out << "kind: run\ntool: " << c.tool << "\nprogram: " << check::one_line(c.program)
      << "\narguments: " << nlohmann::json(c.arguments).dump(-1, ' ', false, replace) << "\ncontent: " << c.content
      << "\nverdict: " << model::name(c.verdict) << "\ndetail: " << check::one_line(c.detail) << "\nschedule:\n"
      << check::indented(check::to_text(c.choices)) << "seed: " << c.how.seed << "\nstrategy: " << c.how.strategy
      << "\npreemption-bound: " << c.how.preemption_bound << "\nexecution: " << c.execution
      << "\nmax-steps: " << c.how.engine.max_steps << "\nmemory-points: " << check::yes_no(c.how.engine.memory_points)
      << "\nspurious: " << check::yes_no(c.how.engine.spurious)
      << "\ninterrupts: " << check::yes_no(c.how.engine.interrupts)
      << "\nweak-memory: " << check::yes_no(c.how.engine.weak_memory)
      << "\nenvironment-limit: " << c.how.engine.environment_limit << "\nheap-bytes: " << c.how.engine.heap_bytes
      << "\nheap: " << check::name(c.how.engine.heap)
      << "\ndetect: " << c.detect << "\nisolate: " << check::yes_no(c.isolate)
      << "\nnonzero-is-failure: " << check::yes_no(c.nonzero_is_failure) << '\n'
      << (c.exit_at_return ? "exit-at-return: yes\n" : "") << (c.died ? "died: yes\n" : "") << check::points_block(c.how.watched);
  return check::sealed(out.str());
}

counterexample parse_counterexample(std::string_view text) {
  const check::fields f(text);
  if (!f.has("kind") || f.text("kind") != "run") throw check::counterexample_error("is not about a whole program");
  counterexample c;
  c.tool = f.text("tool");
  c.program = f.text("program");
  c.content = f.text("content");
  c.detail = f.text("detail");
  try {
    c.arguments = nlohmann::json::parse(f.text("arguments")).get<std::vector<std::string>>();
    c.choices = check::parse_schedule(f.text("schedule"));
  } catch (const nlohmann::json::exception&) {
    throw check::counterexample_error("has arguments that are no list of texts");
  } catch (const check::schedule_error& e) {
    throw check::counterexample_error(std::string("has a schedule with an error: ") + e.what());
  }
  const auto verdict = model::verdict_named(f.text("verdict"));
  if (!verdict) throw check::counterexample_error("has an unknown verdict '" + f.text("verdict") + "'");
  c.verdict = *verdict;
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
  c.how.engine.heap = heap_of(f, c.execution);
  c.how.watched.points = check::points_of(f);
  c.detect = f.text("detect");
  c.isolate = f.truth("isolate");
  c.nonzero_is_failure = f.truth("nonzero-is-failure");
  c.exit_at_return = f.has("exit-at-return") && f.truth("exit-at-return");
  c.died = f.has("died") && f.truth("died");
  return c;
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return in ? check::checksum(bytes.str()) : std::string();
}

}  // namespace selvage::run
