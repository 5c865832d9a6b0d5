#include <unistd.h>

#include <cctype>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>
#include <tuple>

#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/engine/thread_switch.h"
#include "src/explore/counterexample_text.h"
#include "src/report/run_report.h"
#include "src/report/text/progress.h"
#include "src/report/timeline/picture.h"
#include "src/report/version.h"
#include "src/run/farm.h"
#include "src/run/launch.h"
#include "src/strategy/strategies.h"

namespace selvage::cli {
namespace {

constexpr std::uint64_t default_executions = 10'000;
constexpr std::uint64_t default_heap = std::uint64_t{1} << 30;

struct run_options {
  common_options common;
  std::vector<std::string> command;
  std::string isolate{"none"};
  std::string json;
  std::string junit;
  std::string checkpoint;
  picture_options pictures;
  std::string detect{"all"};
  bool nonzero_is_failure{};
  bool exit_at_return{};
};

class run_command {
 public:
  explicit run_command(const run_options& o) : options_(o) {}

  int run() {
    report_.what = run::executable::find(options_.command);
    engine::check_switch_setting();
    set_task();
    set_farm();
    explore();
    if (report_.result.violation) {
      static_cast<report::shown_violation&>(report_) = show(task_, *report_.result.violation, "");
      explore_later();
    }
    if (report_.result.warned) warn();
    draw();
    const auto text = to_text(report_, report::style_of(STDOUT_FILENO), options_.common.quiet);
    if (options_.json != "-" && options_.junit != "-") std::fwrite(text.data(), 1, text.size(), stdout);
    if (!options_.json.empty()) write_document(options_.json, to_json(report_));
    if (!options_.junit.empty()) write_document(options_.junit, to_junit(report_));
    return exit_status(report_.concluded());
  }

 private:
  void draw() {
    if (!options_.pictures.wanted()) return;
    if (report_.steps) return write_pictures(options_.pictures, timeline_of(report_));
    auto t = report::nothing_found(report_.not_repeated);
    if (report_.result.violation)
      t.verdict = model::name(report_.shown.verdict);
    else
      t.title = "no violation in " + report::grouped(report_.result.executions) + " executions of " + report_.what.path.string();
    write_pictures(options_.pictures, t);
  }

  void set_task() {
    const auto& c = options_.common;
    task_.isolate = options_.isolate == "fork";
    task_.how.strategy = c.strategy.empty() ? (task_.isolate ? "random" : "portfolio") : c.strategy;
    const auto* const known = strategy::named(task_.how.strategy);
    if (known == nullptr)
      throw usage_error("there is no strategy '" + c.strategy + "'; `selvage list strategies` names them");
    if (task_.isolate && (!known->by_index || known->make({})->wants_profile()))
      throw usage_error(
          "--isolate=fork goes with the strategies random and pos, which learn nothing from one execution for the "
          "next");
    task_.how.seed = c.seed;
    task_.how.preemption_bound = c.preemption_bound;
    task_.how.engine.max_steps = c.max_steps;
    task_.how.engine.memory_points = c.points == "memory";
    task_.how.engine.spurious = c.spurious;
    task_.how.engine.interrupts = c.interrupts;
    task_.how.engine.weak_memory = c.weak_memory;
    task_.how.engine.heap_bytes = default_heap;
    task_.seconds = parse_duration(c.time);
    task_.executions = c.executions != 0 ? c.executions : task_.seconds > 0 ? 0 : default_executions;
    task_.detect = options_.detect;
    task_.nonzero_is_failure = options_.nonzero_is_failure;
    task_.exit_at_return = options_.exit_at_return;
    task_.check_determinism = c.check_determinism;
    report_.how = task_.how;
  }

  void set_farm() {
    farm_.jobs = jobs_of(options_.common, 1);
    std::tie(farm_.shard, farm_.shards) = parse_shard(options_.common.shard);
    farm_.checkpoint = options_.checkpoint;
    if (!strategy::named(task_.how.strategy)->by_index && (farm_.jobs > 1 || farm_.shards > 1))
      throw usage_error("the search of " + task_.how.strategy +
                        " goes on from each execution to the next: it has no parts for --jobs or --shard; "
                        "--checkpoint cuts it into pieces");
  }

  void explore() {
    const auto expected = (task_.executions + farm_.shards - 1) / farm_.shards;
    report::progress_line progress(options_.common.quiet, expected, task_.seconds);
    report_.result = run::explore(report_.what, task_, farm_,
                                  [&](std::uint64_t executions) { progress.update(executions, 0); });
  }

  /// Makes the schedule small, runs it once more for what the program prints, and writes the file.
  report::shown_violation show(const run::task& campaign, const run::outcome& found, const std::string& suffix) {
    report::shown_violation v;
    v.shown = found;
    v.found_steps = found.choices.steps.size();
    auto again = campaign;
    again.check_determinism = false;
    again.execution = found.execution;
    again.how.engine.heap = found.heap;
    again.choices = found.choices;
    again.wanted = found.verdict;
    // Where the program killed its process, nobody was left to say what the schedule was.
    if (found.died) {
      v.not_repeated =
          "the program took its process with it: the schedule is that of seed " + std::to_string(task_.how.seed) +
          ", " +
          (found.execution == engine::profile_index ? "the measuring execution"
                                                    : "execution " + std::to_string(found.execution + 1));
    } else if (found.verdict == model::verdict::nondeterminism) {
      v.not_repeated = "what is not determined by the schedule cannot be made smaller";
    } else {
      shrink(again, v);
    }
    run::counterexample c;
    c.tool = std::string("selvage ") + report::version;
    c.program = std::filesystem::absolute(report_.what.path).lexically_normal().string();
    c.arguments = report_.what.arguments;
    c.content = run::content_of(report_.what.path);
    c.how = again.how;
    c.detect = task_.detect;
    c.isolate = task_.isolate;
    c.nonzero_is_failure = task_.nonzero_is_failure;
    c.exit_at_return = task_.exit_at_return;
    c.execution = found.execution;
    c.choices = v.shown.choices;
    c.verdict = v.shown.verdict;
    c.died = found.died;
    c.detail = v.shown.detail;
    const auto name =
        report_.what.path.filename().string() + "-" + std::string(model::name(c.verdict)) + suffix + ".txt";
    v.file = (std::filesystem::path(options_.common.out) / name).string();
    check::write_whole(v.file, to_text(c));
    return v;
  }

  void shrink(run::task again, report::shown_violation& v) {
    again.kind = run::task_kind::minimise;
    const auto smaller = perform(report_.what, again, nullptr);
    if (smaller.violation && smaller.violation->verdict == again.wanted) {
      v.shown = *smaller.violation;
      again.choices = smaller.violation->choices;
    }
    again.kind = run::task_kind::replay;
    again.record = options_.pictures.wanted();
    auto repeated = perform(report_.what, again, &v.output);
    if (!repeated.violation || repeated.violation->verdict != again.wanted)
      v.not_repeated =
          "the same schedule did not show it a second time: the program depends on more than the schedule "
          "(--check-determinism)";
    else {
      v.shown.preemptions = repeated.violation->preemptions;
      v.shown.detail = repeated.violation->detail;
      v.shown.findings = repeated.violation->findings;
      v.steps = repeated.steps_taken;
    }
  }

  /// After a race: what the later executions show when its places are scheduling points. Of a part of a campaign
  /// nothing, since another part may have an earlier race.
  void explore_later() {
    const auto& race = *report_.result.violation;
    if (race.verdict != model::verdict::data_race || race.points.empty() || farm_.shards > 1) return;
    auto later = task_;
    later.how.watched.points = race.points;
    later.first = race.execution == engine::profile_index ? 0 : race.execution + 1;
    if (later.seconds > 0) later.seconds -= report_.result.seconds;
    const bool over = (later.seconds < 0 || (task_.seconds > 0 && later.seconds == 0)) ||
                      (later.executions != 0 && later.first >= later.executions);
    if (over) return;
    auto farm = farm_;
    farm.checkpoint.clear();
    report_.later = run::explore(report_.what, later, farm, {});
    if (report_.later->violation) report_.led_to = show(later, *report_.later->violation, "-after-race");
  }

  /// The stacks of the first warning.
  void warn() {
    const auto& first = *report_.result.warned;
    auto again = task_;
    again.kind = run::task_kind::replay;
    again.check_determinism = false;
    again.execution = first.execution;
    again.how.engine.heap = first.heap;
    again.choices = first.choices;
    const auto repeated = perform(report_.what, again, nullptr);
    if (repeated.violation) report_.warning = repeated.violation->warnings;
  }

  const run_options& options_;
  run::task task_;
  run::farm_options farm_;
  report::run_report report_;
};

CLI::Validator one_of(const char* option, std::vector<std::string> values) {
  return {[option, values](std::string& text) -> std::string {
            std::string names;
            for (const auto& v : values) {
              if (v == text) return {};
              names += (names.empty() ? "" : " or ") + v;
            }
            return std::string(option) + " is " + names + ", not '" + text + "'";
          },
          ""};
}

CLI::Validator some_of_detectors() {
  return {[](std::string& text) -> std::string {
            if (text == "all" || text == "none") return {};
            std::istringstream list(text);
            const std::string known = std::string(" ") + run::detector_names + " ";
            for (std::string name; std::getline(list, name, ',');)
              if (name.empty() || known.find(" " + name + " ") == std::string::npos)
                return "--detect has no detector '" + name + "'; it takes all, none, or some of " +
                       run::detector_names + " with commas";
            return {};
          },
          ""};
}

}  // namespace

void add_run(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("run", "Explore a whole program built with selvage-cc or selvage-c++");
  auto o = std::make_shared<run_options>();
  auto& c = o->common;
  c.strategy.clear();
  command->add_option("command", o->command, "The program and its arguments, after --")
      ->type_name("-- PROGRAM [ARGUMENT...]");
  command->add_option("--strategy", c.strategy, "What picks the next thread (selvage list strategies)")
      ->type_name("NAME");
  command->add_option("--executions", c.executions, "How many; 10000 when neither this nor --time is given")
      ->type_name("N");
  command->add_option("--time", c.time, "Time for exploring, e.g. 30s, 10m, 1h")->type_name("T");
  command->add_option("--seed", c.seed, "Everything random follows from it")->type_name("N")->capture_default_str();
  command->add_option("--preemption-bound", c.preemption_bound, "The most preemptions that dfs explores")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--jobs", c.jobs, "Processes of the program that explore; 1 when not given")->type_name("N");
  command->add_option("--shard", c.shard, "Part I of N of the campaign; the union of all parts is the whole")
      ->type_name("I/N");
  command->add_option("--checkpoint", o->checkpoint, "Go on from this file, and keep it up to date while exploring")
      ->type_name("FILE");
  command->add_option("--points", c.points, "Scheduling points: sync, or memory for plain accesses too")
      ->check(one_of("--points", {"sync", "memory"}))
      ->type_name("KIND");
  command->add_option("--max-steps", c.max_steps, "Scheduling points after which an execution counts as a livelock")
      ->type_name("N")
      ->capture_default_str();
  command->add_flag("--spurious", c.spurious, "Condition variables may wake for no reason");
  command->add_flag("--interrupts", c.interrupts, "A waiting thread may leave its queue and come back at its tail");
  command->add_flag("--weak-memory", c.weak_memory, "Atomic loads may return old values, where C++'s memory model allows it");
  command->add_flag("--check-determinism", c.check_determinism, "Run each schedule twice and compare");
  command->add_flag("--nonzero-is-failure", o->nonzero_is_failure, "An exit status other than 0 is a violation");
  command->add_flag("--exit-at-return", o->exit_at_return,
                    "The return of main ends the program as exit() does, whatever threads it leaves behind");
  command
      ->add_option("--isolate", o->isolate,
                   "fork: a process for every execution, for programs that cannot be repeated in one")
      ->check(one_of("--isolate", {"none", "fork"}))
      ->type_name("KIND");
  command->add_option("--detect", o->detect, "all, none, or some of races,heap,leaks,locks,wakeups")
      ->check(some_of_detectors())
      ->type_name("LIST")
      ->capture_default_str();
  command->add_option("--out", c.out, "Where counterexamples go")->type_name("DIR")->capture_default_str();
  command->add_option("--json", o->json, "Write a JSON document; - for standard output")->type_name("FILE");
  command->add_option("--junit", o->junit, "Write JUnit XML; - for standard output")->type_name("FILE");
  add_picture_options(*command, o->pictures);
  command->add_flag("--quiet", c.quiet, "Violations and nothing else");
  command->callback([o, &status] { status = run_command(*o).run(); });
}

namespace {

/// Replays in a process of its own first, which writes down every step.
void draw_replay(const run::executable& what, const run::counterexample& c, const std::string& file,
                 const picture_options& pictures) {
  run::task t;
  t.kind = run::task_kind::replay;
  t.how = c.how;
  t.detect = c.detect;
  t.isolate = c.isolate;
  t.nonzero_is_failure = c.nonzero_is_failure;
  t.exit_at_return = c.exit_at_return;
  t.execution = c.execution;
  t.choices = c.choices;
  t.record = true;
  auto a = run::perform(what, t, nullptr);
  if (!a.steps_taken) throw usage_error("'" + file + "' cannot be drawn: " + a.inconclusive);
  report::run_report r;
  r.what = what;
  r.how = c.how;
  r.shown = *a.violation;
  r.file = file;
  r.steps = std::move(a.steps_taken);
  write_pictures(pictures, timeline_of(r));
}

}  // namespace

bool replay_run(const std::string& file, const picture_options& pictures) {
  const auto text = check::read_whole(file);
  if (!run::is_run_counterexample(text)) return false;
  const auto c = run::parse_counterexample(text);
  std::vector<std::string> command{c.program};
  command.insert(command.end(), c.arguments.begin(), c.arguments.end());
  std::fflush(stdout);
  const auto what = run::executable::find(command);
  if (pictures.wanted()) draw_replay(what, c, file, pictures);
  run::become(what, file);
}

}  // namespace selvage::cli
