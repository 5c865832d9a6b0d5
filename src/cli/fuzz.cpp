#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <tuple>

#include "src/check/fuzz/farm.h"
#include "src/check/subject/subject_library.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/program/mutation.h"
#include "src/report/fuzz_report.h"
#include "src/report/text/fuzz_screen.h"

namespace selvage::cli {
namespace {

struct fuzz_command_options {
  common_options common;
  std::vector<std::string> about;
  std::string subject{"reference"};
  std::string corpus;
  std::string json;
  bool coverage{};
  bool until_covered{};
};

// A violation is one of many here: less patience than `check` has for its few.
constexpr check::minimiser_limits limits{.executions_at_least = 200,
                                         .executions_at_most = 3'000,
                                         .program_executions = 60'000,
                                         .search_executions = 2'000,
                                         .schedule_executions = 2'000};

volatile std::sig_atomic_t interrupted = 0;

/// An interrupt from the keyboard, or the signal of a batch system whose time is up, ends the run, with its report.
class interruptible {
 public:
  interruptible() {
    struct sigaction action{};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = static_cast<int>(SA_RESTART | SA_RESETHAND);
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &action, &before_[i]);
  }
  ~interruptible() {
    for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
  }
  interruptible(const interruptible&) = delete;
  interruptible& operator=(const interruptible&) = delete;

 private:
  static constexpr std::array signals{SIGINT, SIGTERM};
  std::array<struct sigaction, signals.size()> before_{};
};

class fuzz_command {
 public:
  explicit fuzz_command(const fuzz_command_options& o) : options_(o), subject_(subject_to_explore(o.subject)) {}

  int run() {
    prepare();
    check::fuzz_board board(std::max(1U, farm_.jobs));
    const auto title = "selvage fuzz  " + options_.subject + ", held to " + report_.profile + "  seed " +
                       std::to_string(report_.how.seed) + ", " + std::to_string(farm_.jobs) +
                       (farm_.jobs == 1 ? " process" : " processes");
    report::fuzz_screen screen(options_.common.quiet, title, report_.reachable);
    const interruptible until_then;
    const auto begin = std::chrono::steady_clock::now();
    std::set<std::string> shapes;
    const auto describe = [&](const check::program& p, const check::violation& v, const check::campaign_options& how) {
      return described(p, v, how, shapes);
    };
    const auto result = check::run_farm(subject_, farm_, board, describe, [&] {
      screen.update(board);
      return interrupted == 0 && !(options_.until_covered && missing(board) == 0);
    });
    screen.clear();
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    report_.inconclusive = result.inconclusive;
    if (const auto left = missing(board); options_.until_covered && left != 0 && report_.inconclusive.empty())
      report_.inconclusive = std::to_string(left) + " transitions were not taken in that time";
    collect(result.violations);
    count(board);
    return tell();
  }

 private:
  void prepare() {
    const auto suite = suite_options_of(options_.common, subject_);
    report_.subject = options_.subject;
    report_.profile = suite.each.held_to->name;
    report_.how = suite.each.how;
    auto& about = farm_.each.about;
    for (const auto& name : options_.about) about.push_back(named_topic(name));
    report_.machines = check::reachable_machines(subject_.can, about);
    report_.reachable =
        check::reachable_transitions(subject_.can, about, *suite.each.held_to, options_.common.interrupts);
    farm_.each.how = suite.each.how;
    farm_.each.held_to = suite.each.held_to;
    farm_.each.seconds = parse_duration(options_.common.time);
    farm_.executions = options_.common.executions;
    farm_.each.until_covered = options_.until_covered;
    farm_.each.replay_only =
        options_.coverage && !options_.until_covered && farm_.each.seconds <= 0 && farm_.executions == 0;
    farm_.jobs = farm_.each.replay_only ? 1 : suite.jobs;
    farm_.shard = suite.shard;
    farm_.shards = suite.shards;
    if (options_.corpus.empty()) return;
    corpus_.emplace(options_.corpus);
    farm_.kept = &*corpus_;
  }

  /// Runs in a fuzzer's process; empty for what is known already.
  std::string described(const check::program& p, const check::violation& v, const check::campaign_options& how,
                        std::set<std::string>& shapes) const {
    auto i = report::investigate(subject_, p, v, how, {options_.subject, report_.profile, "fuzz"}, limits);
    report::fuzz_finding f;
    f.verdict = model::name(i.shown.verdict);
    f.clause = i.shown.clause;
    f.shape = check::shape_of(i.shown.what);
    if (!shapes.insert(f.verdict + f.clause + f.shape).second) return {};
    f.text = i.shown.text;
    f.detail = i.shown.detail;
    f.program = to_text(i.shown.what);
    f.file = (std::filesystem::path(options_.common.out) / report::fuzz_file_name(i.shown, f.shape)).string();
    f.content = to_text(i.shown);
    check::write_whole(f.file, f.content);
    i.file = f.file;
    f.described = report::describe(i, report::style_of(STDOUT_FILENO));
    return packed(f);
  }

  /// Of those with one shape the first fuzzer's is kept, and its file.
  void collect(const std::vector<std::string>& violations) {
    std::set<std::tuple<std::string, std::string, std::string>> known;
    for (const auto& text : violations) {
      report::fuzz_finding f;
      if (text.starts_with('{')) {
        f = report::unpacked_finding(text);
      } else {
        f.verdict = "crash";
        f.detail = f.described = f.shape = text;
      }
      if (!known.emplace(f.verdict, f.clause, f.shape).second) continue;
      if (!f.file.empty()) check::write_whole(f.file, f.content);
      report_.found.push_back(std::move(f));
    }
  }

  [[nodiscard]] std::size_t missing(const check::fuzz_board& board) const {
    return (report_.reachable & ~board.transitions()).count();
  }

  void count(const check::fuzz_board& board) {
    using counters = check::fuzz_counters;
    report_.executions = board.sum(&counters::executions);
    report_.steps = board.sum(&counters::steps);
    report_.programs = board.sum(&counters::programs);
    report_.kept = board.sum(&counters::kept);
    report_.corpus = corpus_ ? corpus_->load().size() : board.corpus();
    report_.pairs = board.most(&counters::pairs);
    report_.taken = board.transitions();
  }

  int tell() {
    if (options_.json != "-") {
      auto text = to_text(report_, report::style_of(STDOUT_FILENO), options_.common.quiet);
      if (options_.coverage) text += report::coverage_text(report_);
      std::fwrite(text.data(), 1, text.size(), stdout);
    }
    if (!options_.json.empty()) write_document(options_.json, to_json(report_));
    return exit_status(report_.concluded());
  }

  const fuzz_command_options& options_;
  check::subject subject_;
  check::farm_options farm_;
  std::optional<check::corpus> corpus_;
  report::fuzz_report report_;
};

}  // namespace

void add_fuzz(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("fuzz", "Generate programs and schedules without end, and keep a corpus");
  auto o = std::make_shared<fuzz_command_options>();
  command
      ->add_option(
          "about", o->about,
          "Machines (selvage list machines) or families of operations; all that the subject can do when not given")
      ->type_name("MACHINE");
  command->add_option("--subject", o->subject, "The implementation: a name, or a path to a plug-in")
      ->type_name("SUBJECT")
      ->capture_default_str();
  command->add_option("--corpus", o->corpus, "The folder of programs to begin with and to add to")->type_name("DIR");
  add_exploration_options(*command, o->common);
  command->get_option("--executions")->description("Executions of all programs together");
  command->add_flag("--coverage", o->coverage,
                    "List the transitions of the model that nobody has exercised; without --time and --executions the "
                    "corpus and the scenarios are run, and nothing else");
  command->add_flag("--until-covered", o->until_covered,
                    "End as soon as every transition that can be taken was taken; exit status 3 when it was not");
  command->add_option("--json", o->json, "Write a JSON document; - for standard output")->type_name("FILE");
  command->callback([o, &status] { status = fuzz_command(*o).run(); });
}

}  // namespace selvage::cli
