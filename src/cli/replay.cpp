#include <unistd.h>

#include <cstdio>
#include <memory>

#include "src/check/subject/subject_library.h"
#include "src/check/suite/counterexample.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/explore/replay_strategy.h"
#include "src/program/object_names.h"
#include "src/report/investigation.h"
#include "src/report/timeline/history_table.h"

namespace selvage::cli {
namespace {

check::counterexample read(const std::string& file, const picture_options& pictures) {
  try {
    replay_run(file, pictures);
    return check::read_counterexample(file);
  } catch (const check::counterexample_error& e) {
    throw usage_error("'" + file + "' " + e.what());
  }
}

/// Runs the counterexample once, in this process, so that a debugger sees it.
int replay(const std::string& file, const std::string& other_subject, const picture_options& pictures, bool quiet) {
  const auto wanted = read(file, pictures);
  const auto name = other_subject.empty() ? wanted.subject : other_subject;
  const auto s = check::load_subject(name);
  const auto& profile = profile_of(wanted.profile, s);
  check::harness h(s, wanted.what, profile, wanted.how.engine, wanted.how.watched);
  check::replay_strategy strategy(wanted.choices, check::mismatch::report);
  record::recorder recorder(h.detector(), h.detector());
  if (pictures.wanted()) h.record(&recorder);
  h.run(strategy, wanted.execution);

  if (!h.unsupported().empty()) {
    std::printf("inconclusive: %s\n", h.unsupported().c_str());
    return inconclusive;
  }
  const bool shows = h.verdict() != model::verdict::holds;
  report::investigation i;
  i.shown = wanted;
  i.shown.subject = name;
  i.labels.assign(h.labels().begin(), h.labels().end());
  i.refused = h.conforming();
  i.preemptions = strategy.preemptions();
  if (pictures.wanted()) i.steps = report::picture_of(h, recorder, wanted.what);
  if (shows) {
    const auto v = check::violation_of(h, wanted.execution);
    i.shown.verdict = v.verdict;
    i.shown.clause = v.clause;
    i.shown.text = v.text;
    i.shown.detail = v.detail;
    i.states = check::with_names(h.model_states(), wanted.what);
    h.record(nullptr);
    if (!quiet) i.findings = h.explain(v.how, wanted.execution, "all");
    if (!quiet) std::fputs(describe(i, report::style_of(STDOUT_FILENO)).c_str(), stdout);
    if (!quiet) std::fputs("\n", stdout);
  } else if (!quiet) {
    std::fputs(history_table(wanted.what, i.labels, i.refused, report::style_of(STDOUT_FILENO)).c_str(), stdout);
  }
  if (pictures.wanted()) {
    i.file = file;
    if (!shows) {
      i.shown.verdict = model::verdict::holds;
      i.shown.clause.clear();
      i.shown.detail.clear();
      i.shown.text = "the execution shows no violation";
    }
    write_pictures(pictures, timeline_of(i));
  }
  if (strategy.diverged_at()) std::printf("the schedule no longer fits: %s\n", strategy.divergence().c_str());
  const auto said = std::string(model::name(wanted.verdict)) + (wanted.clause.empty() ? "" : " " + wanted.clause);
  if (!shows) {
    std::printf("not reproduced: %s does not show %s here any more\n", name.c_str(), said.c_str());
    return strategy.diverged_at() ? inconclusive : holds;
  }
  const auto shown = std::string(model::name(i.shown.verdict)) + (i.shown.clause.empty() ? "" : " " + i.shown.clause);
  if (shown == said) {
    std::printf("reproduced: %s\n", said.c_str());
  } else {
    std::printf("reproduced differently: %s, the file says %s\n", shown.c_str(), said.c_str());
  }
  return violated;
}

}  // namespace

void add_replay(CLI::App& app, int& status) {
  struct options {
    std::string file;
    std::string subject;
    picture_options pictures;
    bool quiet{};
  };
  auto* const command = app.add_subcommand("replay", "Reproduce a counterexample");
  auto o = std::make_shared<options>();
  command->add_option("file", o->file, "The counterexample")->required()->type_name("FILE");
  command->add_option("--subject", o->subject, "Run it on this subject instead")->type_name("SUBJECT");
  add_picture_options(*command, o->pictures);
  command->add_flag("--quiet", o->quiet, "The conclusion and nothing else");
  command->callback([o, &status] { status = replay(o->file, o->subject, o->pictures, o->quiet); });
}

}  // namespace selvage::cli
