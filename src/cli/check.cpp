#include <unistd.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "src/check/subject/subject_library.h"
#include "src/check/suite/suite.h"
#include "src/cli/clients.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/program/client_scenarios.h"
#include "src/program/scenarios.h"
#include "src/report/check_report.h"
#include "src/report/text/progress.h"
#include "src/report/timeline/picture.h"

namespace selvage::cli {
namespace {

constexpr std::uint64_t scenario_executions = 20'000;
constexpr std::uint64_t generated_share = 20;  ///< a generated program gets a scenario's executions divided by this

struct check_options {
  common_options common;
  std::string subject{"reference"};
  bool subject_given{};
  std::vector<std::string> scenarios;
  std::string program_file;
  std::uint64_t generated{300};
  std::string json;
  std::string junit;
  std::string checkpoint;
  std::string detect{"all"};
  unsigned detect_every{4};
  picture_options pictures;
};

class check_command {
 public:
  explicit check_command(const check_options& o) : options_(o), subject_(subject_to_explore(o.subject)) {}

  int run() {
    suite_ = suite_options_of(options_.common, subject_);
    suite_.each.how.watched = {watched_detectors(), options_.detect_every};
    suite_.checkpoint = options_.checkpoint;
    choose_items();
    share_time();
    explore();
    investigate();
    explore_clients();
    return tell();
  }

 private:
  /// Without instrumentation nothing is known of what orders plain accesses.
  std::string watched_detectors() {
    if (subject_.not_instrumented.empty() || options_.detect == "none" || options_.detect == "heap")
      return options_.detect;
    if (options_.detect == "races")
      throw usage_error("races are not looked for in '" + options_.subject + "': " + subject_.not_instrumented);
    report_.not_watched = "no data races are looked for: " + subject_.not_instrumented;
    return "heap";
  }

  void choose_items() {
    const auto each = options_.common.executions != 0 ? options_.common.executions
                      : options_.common.time.empty()  ? scenario_executions
                                                      : 0;
    executions_ = each;
    for (const auto& name : options_.scenarios) add_scenario(name, each);
    if (!options_.program_file.empty()) {
      auto p = read_program(options_.program_file);
      require(p, "the program '" + options_.program_file + "'");
      items_.push_back({std::filesystem::path(options_.program_file).stem().string(), std::move(p), each, 0, false});
    }
    if (!items_.empty() || !clients_.empty()) return;
    if (!options_.subject_given && suite_.shard == 0) {
      for (const auto& s : check::client_scenarios()) clients_.push_back(&s);
    }
    items_ = check::scenario_items(subject_.can, each);
    scenarios_ = items_.size();
    for (const auto& s : check::scenarios()) {
      if (!subject_.can.missing(s.make()).empty()) report_.not_applicable.emplace_back(s.name);
    }
    const auto fewer = each == 0 ? 0 : std::max<std::uint64_t>(1, each / generated_share);
    for (auto& i : check::generated_items(subject_.can, options_.common.seed, 0, options_.generated, fewer)) {
      items_.push_back(std::move(i));
    }
  }

  void add_scenario(const std::string& name, std::uint64_t executions) {
    const auto* const known = check::scenario_named(name);
    if (known == nullptr) throw usage_error("there is no scenario '" + name + "'; `selvage list scenarios` names them");
    if (known->client && !options_.subject_given) {
      clients_.push_back(known);
      return;
    }
    auto p = known->make();
    require(p, "the scenario '" + name + "'");
    items_.push_back({name, std::move(p), executions, 0, known->interrupts});
  }

  void require(const check::program& p, const std::string& what) const {
    const auto lacks = subject_.can.missing(p);
    if (!lacks.empty())
      throw usage_error("the subject '" + options_.subject + "' has no " + lacks + ", which " + what + " needs");
  }

  /// Half of the time for the scenarios, half for the generated programs, in equal parts.
  void share_time() {
    const auto all = parse_duration(options_.common.time);
    if (all <= 0) return;
    const auto programs = static_cast<double>(items_.size() + clients_.size());
    client_seconds_ = all / std::max(1.0, programs);
    seconds_ = all - client_seconds_ * static_cast<double>(clients_.size());
    if (items_.empty()) return;
    const auto generated = scenarios_ == 0 ? 0 : items_.size() - scenarios_;
    const auto named = items_.size() - generated;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const auto part = generated == 0 || named == 0 ? seconds_ : seconds_ / 2;
      items_[i].seconds = part / static_cast<double>(i < named ? named : generated);
    }
  }

  void explore() {
    std::uint64_t expected = 0;
    for (const auto& i : items_) expected += i.executions;
    report::progress_line progress(options_.common.quiet, expected, seconds_);
    const auto begin = std::chrono::steady_clock::now();
    auto results = check::run_suite(subject_, items_, suite_, [&](const check::shared_progress& now) {
      progress.update(now.executions(), now.violations());
    });
    report_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    report_.subject = options_.subject;
    report_.profile = suite_.each.held_to->name;
    report_.how = suite_.each.how;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      report_.items.push_back({items_[i].name, check::to_short_text(items_[i].what), std::move(results[i]), {}});
    }
  }

  /// Every violation gets its file; the first of each kind is made small with all patience.
  void investigate() {
    std::set<std::pair<model::verdict, std::string>> known;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (const auto& v : report_.items[i].result.violations) {
        const bool first = known.emplace(v.verdict, v.clause).second;
        check::minimiser_limits limits;
        if (!first)
          limits = {
              .executions_at_most = 1, .program_executions = 0, .search_executions = 0, .schedule_executions = 200};
        auto found = report::investigate_apart(subject_, items_[i].what, v, options_for(items_[i], suite_.each),
                                               {options_.subject, report_.profile, items_[i].name,
                                                options_.pictures.wanted() && known.size() == 1 && first},
                                               limits);
        found.file = (std::filesystem::path(options_.common.out) / report::file_name(found.shown)).string();
        check::write_counterexample(found.file, found.shown);
        for (auto& next : found.led_to) {
          next.file = (std::filesystem::path(options_.common.out) / report::file_name(next.shown)).string();
          check::write_counterexample(next.file, next.shown);
        }
        found.brief = !first;
        if (found.steps) write_pictures(options_.pictures, timeline_of(found));
        report_.items[i].found.push_back(std::move(found));
      }
    }
  }

  void explore_clients() {
    if (clients_.empty()) return;
    const bool alone = items_.empty();
    for (auto& i : check_clients(clients_, {suite_, executions_, client_seconds_, options_.common.out, alone})) {
      report_.seconds += i.result.seconds;
      report_.items.push_back(std::move(i));
    }
    if (!alone) return;
    report_.subject = clients_.front()->client->machine;
    report_.profile = model::profiles().front().name;
  }

  int tell() {
    if (options_.pictures.wanted() && report_.violations() == 0)
      write_pictures(options_.pictures, report::nothing_found("no violation in " + report::grouped(report_.executions()) +
                                                              " executions of " + report_.subject));
    const auto text = to_text(report_, report::style_of(STDOUT_FILENO), options_.common.quiet);
    if (options_.json != "-" && options_.junit != "-") std::fwrite(text.data(), 1, text.size(), stdout);
    if (!options_.json.empty()) write_document(options_.json, to_json(report_));
    if (!options_.junit.empty()) write_document(options_.junit, to_junit(report_));
    return exit_status(report_.concluded());
  }

  const check_options& options_;
  check::subject subject_;
  check::suite_options suite_;
  std::vector<check::suite_item> items_;
  std::vector<const check::scenario*> clients_;
  std::uint64_t executions_{};
  double client_seconds_{};
  std::size_t scenarios_{};  ///< how many of `items_` are scenarios when both kinds run
  double seconds_{};
  report::check_report report_;
};

}  // namespace

void add_check(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("check", "Check the reference, or --subject, against the model");
  auto o = std::make_shared<check_options>();
  command
      ->add_option("scenario", o->scenarios,
                   "Scenarios (selvage list scenarios); without one: all of them, then generated programs")
      ->type_name("SCENARIO");
  const auto* const subject =
      command->add_option("--subject", o->subject, "The implementation: a name, or a path to a plug-in")
          ->type_name("SUBJECT")
          ->capture_default_str();
  command->add_option("--program", o->program_file, "A file with a program to check")->type_name("FILE");
  command->add_option("--generated", o->generated, "How many programs to generate")
      ->type_name("N")
      ->capture_default_str();
  add_exploration_options(*command, o->common);
  command->add_option("--json", o->json, "Write a JSON document; - for standard output")->type_name("FILE");
  command->add_option("--junit", o->junit, "Write JUnit XML; - for standard output")->type_name("FILE");
  command->add_option("--checkpoint", o->checkpoint, "Go on from this file, and keep it up to date while exploring")
      ->type_name("FILE");
  command->add_option("--detect", o->detect, "Detectors that watch beside the model: all, none, races, heap, or races,heap")
      ->check(CLI::IsMember({"all", "none", "races", "heap", "races,heap"}))
      ->type_name("LIST")
      ->capture_default_str();
  command->add_option("--detect-every", o->detect_every, "They watch one execution of so many; 1: all of them")
      ->check(CLI::Range(1U, 1'000'000U))
      ->type_name("N")
      ->capture_default_str();
  add_picture_options(*command, o->pictures);
  command->callback([o, subject, &status] {
    o->subject_given = subject->count() != 0;
    status = check_command(*o).run();
  });
}

}  // namespace selvage::cli
