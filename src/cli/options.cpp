#include "src/cli/options.h"

#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>
#include <tuple>

#include "src/check/subject/subject_library.h"
#include "src/cli/command.h"
#include "src/engine/engine.h"
#include "src/report/timeline/picture.h"
#include "src/strategy/strategies.h"

namespace selvage::cli {
namespace {

std::uint64_t number(std::string_view text, const std::string& option) {
  std::uint64_t value = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || at != text.data() + text.size()) {
    throw usage_error(option + " wants a number, not '" + std::string(text) + "'");
  }
  return value;
}

}  // namespace

void add_exploration_options(CLI::App& command, common_options& o) {
  command.add_option("--strategy", o.strategy, "What picks the next thread (selvage list strategies)")
      ->type_name("NAME");
  command.add_option("--executions", o.executions, "Executions of each program")->type_name("N");
  command.add_option("--time", o.time, "Time for everything, e.g. 30s, 10m, 1h")->type_name("T");
  command.add_option("--seed", o.seed, "Everything random follows from it")->type_name("N")->capture_default_str();
  command.add_option("--preemption-bound", o.preemption_bound, "The most preemptions that dfs explores")
      ->type_name("N")
      ->capture_default_str();
  command.add_option("--profile", o.profile, "The liberties the subject may take (selvage list profiles)")
      ->type_name("NAME");
  command.add_option("--jobs", o.jobs, "Worker processes; as many as there are processors when not given")
      ->type_name("N");
  command.add_option("--shard", o.shard, "Part I of N of the campaign; the union of all parts is the whole")
      ->type_name("I/N");
  command.add_option("--points", o.points, "Scheduling points: sync, or memory for plain accesses too")
      ->check([](const std::string& text) {
        return text == "sync" || text == "memory" ? std::string() : "--points is sync or memory, not '" + text + "'";
      })
      ->type_name("KIND");
  command.add_option("--max-steps", o.max_steps, "Scheduling points after which an execution counts as a livelock")
      ->type_name("N")
      ->capture_default_str();
  command.add_flag("--spurious", o.spurious, "Condition variables may wake for no reason");
  command.add_flag("--interrupts", o.interrupts, "A waiting thread may leave its queue and come back at its tail");
  command.add_flag("--weak-memory", o.weak_memory, "Atomic loads may return old values, where C++'s memory model allows it");
  command.add_flag("--check-determinism", o.check_determinism, "Run each schedule twice and compare");
  command.add_option("--out", o.out, "Where counterexamples go")->type_name("DIR")->capture_default_str();
  command.add_flag("--quiet", o.quiet, "Violations and nothing else");
}

void add_picture_options(CLI::App& command, picture_options& o) {
  command.add_option("--html", o.html, "Draw the first violation: a page with every step of every thread")
      ->type_name("FILE");
  command.add_option("--perfetto", o.perfetto, "Write it as a trace that Perfetto and Chrome open")->type_name("FILE");
}

void write_pictures(const picture_options& o, const report::timeline& t) {
  try {
    report::write_pictures(t, o.html, o.perfetto);
  } catch (const std::runtime_error& e) {
    throw usage_error(e.what());
  }
}

check::subject subject_to_explore(const std::string& name) {
  auto subject = check::load_subject(name);
  if (const auto price = engine::price(engine::thread_switch()); !price.empty())
    std::fprintf(stderr, "selvage: %s\n", price.c_str());
  return subject;
}

double parse_duration(const std::string& text) {
  if (text.empty()) return 0;
  double unit = 1;
  auto digits = std::string_view(text);
  switch (digits.back()) {
    case 'h':
      unit = 3600;
      break;
    case 'm':
      unit = 60;
      break;
    case 's':
      break;
    default:
      digits = {};
      break;
  }
  const bool has_unit = !digits.empty();
  digits = std::string_view(text).substr(0, text.size() - (has_unit ? 1 : 0));
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos) {
    throw usage_error("--time wants a duration such as 30s, 10m or 1h, not '" + text + "'");
  }
  return unit * static_cast<double>(number(digits, "--time"));
}

unsigned jobs_of(const common_options& o, unsigned otherwise) {
  if (o.jobs > 1024) throw usage_error("--jobs wants at most 1024");
  return o.jobs != 0 ? o.jobs : otherwise;
}

std::pair<std::uint64_t, std::uint64_t> parse_shard(const std::string& text) {
  if (text.empty()) return {0, 1};
  const auto slash = text.find('/');
  if (slash == std::string::npos) throw usage_error("--shard wants I/N, e.g. 1/4, not '" + text + "'");
  const auto part = number(std::string_view(text).substr(0, slash), "--shard");
  const auto parts = number(std::string_view(text).substr(slash + 1), "--shard");
  if (part == 0 || part > parts) throw usage_error("--shard wants I/N with I from 1 to N, not '" + text + "'");
  return {part - 1, parts};
}

check::program read_program(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw usage_error("cannot read the program '" + file + "'");
  try {
    return check::parse_program(text.str());
  } catch (const check::program_error& e) {
    throw usage_error("'" + file + "', " + e.what());
  }
}

const check::topic& named_topic(const std::string& name) {
  const auto* const found = check::topic_named(name);
  if (found != nullptr) return *found;
  std::string names;
  for (const auto& t : check::topics()) names += (names.empty() ? "" : ", ") + t.name;
  throw usage_error("there is no machine or family '" + name + "'; there are " + names);
}

const model::profile& named_profile(const std::string& name) {
  const auto* const found = model::profile_named(name);
  if (found != nullptr) return *found;
  std::string names;
  for (const auto& p : model::profiles()) names += (names.empty() ? "" : ", ") + std::string(p.name);
  throw usage_error("there is no profile '" + name + "'; there are " + names);
}

const model::profile& profile_of(const std::string& name, const check::subject& s) {
  const char* const own = s.table->profile;
  return named_profile(!name.empty() ? name : own != nullptr ? own : "strict");
}

check::suite_options suite_options_of(const common_options& o, const check::subject& s) {
  check::suite_options result;
  auto& how = result.each.how;
  how.strategy = o.strategy;
  how.seed = o.seed;
  how.preemption_bound = o.preemption_bound;
  how.engine.max_steps = o.max_steps;
  how.engine.memory_points = o.points == "memory";
  how.engine.spurious = o.spurious;
  how.engine.interrupts = o.interrupts;
  how.engine.weak_memory = o.weak_memory;
  result.each.held_to = &profile_of(o.profile, s);
  result.each.check_determinism = o.check_determinism;
  if (o.max_steps == 0) throw usage_error("--max-steps wants at least 1");
  if (strategy::named(o.strategy) == nullptr) {
    throw usage_error("there is no strategy '" + o.strategy + "'; `selvage list strategies` names them");
  }
  result.jobs = jobs_of(o, std::max(1U, std::thread::hardware_concurrency()));
  std::tie(result.shard, result.shards) = parse_shard(o.shard);
  return result;
}

void write_document(const std::string& file, const std::string& text) {
  if (file == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return;
  }
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw usage_error("cannot write '" + file + "'");
}

}  // namespace selvage::cli
