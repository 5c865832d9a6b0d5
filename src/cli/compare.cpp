#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "src/check/subject/subject_library.h"
#include "src/check/subject/weakest.h"
#include "src/cli/command.h"
#include "src/cli/dates.h"
#include "src/cli/options.h"
#include "src/report/comparison.h"
#include "src/report/documents/compare_page.h"
#include "src/report/inferred.h"
#include "src/report/recorded.h"
#include "src/report/text/progress.h"

namespace selvage::cli {
namespace {

struct compare_options {
  common_options common;
  std::vector<std::string> subjects;
  bool all{};
  bool infer{};
  std::uint64_t generated{60};
  std::string date;
  std::string json;
  std::string markdown;
  std::string html;
};

/// Every implementation that is there, the reference first, then the recordings of others.
std::vector<std::string> every_implementation() {
  auto names = check::subject_names();
  const auto models = check::weakest_names();
  std::erase_if(names, [&](const auto& n) {
    return std::ranges::find(models, n) != models.end() ||
           !check::load_subject(n, check::runs::anywhere).can.controllable();
  });
  const auto own = std::ranges::find(names, "reference");
  if (own != names.end()) std::rotate(names.begin(), own, own + 1);
  const auto recordings = report::recordings_in(check::subject_directory() / "recordings");
  names.insert(names.end(), recordings.begin(), recordings.end());
  return names;
}

/// On standard error, so that a document is not disturbed.
void name_absent_subjects() {
  for (const auto& a : check::absent_subjects())
    std::fprintf(stderr, "selvage: %s is not here; it needs the Debian package %s\n", a.name.c_str(),
                 a.package.c_str());
}

/// The subjects to load, and the recordings, which go to `recordings`.
std::vector<check::subject> subjects_of(const compare_options& o, std::vector<std::string>& recordings) {
  if (o.all && !o.subjects.empty()) throw usage_error("compare takes --all or the names of subjects, not both");
  if (!o.all && o.subjects.empty()) throw usage_error("compare wants the names of subjects, or --all");
  if (o.all) name_absent_subjects();
  std::vector<check::subject> subjects;
  for (const auto& name : o.all ? every_implementation() : o.subjects) {
    if (report::is_recording(name)) {
      recordings.push_back(name);
    } else {
      subjects.push_back(check::load_subject(name));
    }
  }
  if (subjects.empty() && recordings.empty()) {
    throw usage_error("there is no subject in " + check::subject_directory().string());
  }
  return subjects;
}

int run(const compare_options& o) {
  if (!o.common.time.empty()) throw usage_error("compare takes --executions, not --time");
  if (!o.common.profile.empty()) throw usage_error("compare finds out the liberties itself and takes no --profile");
  if (o.infer && !(o.html.empty() && o.markdown.empty())) throw usage_error("--infer has no table to write");
  report::comparison_options options;
  options.date = date_of(o.date);
  const auto subjects = subjects_of(o, options.recordings);
  if (!subjects.empty()) options.suite = suite_options_of(o.common, subjects.front());
  if (o.common.executions != 0) options.executions = o.common.executions;
  options.generated = o.generated;
  options.generated_executions = std::max<std::uint64_t>(1, options.executions / 8);
  options.out = o.common.out;
  report::progress_line progress(o.common.quiet, 0, 0);
  options.tick = [&](const check::shared_progress& now) { progress.update(now.executions(), now.violations()); };
  const auto look = report::style_of(STDOUT_FILENO);
  if (o.infer) {
    const auto found = report::infer(subjects, options);
    progress.clear();
    if (o.json != "-") std::fputs(report::to_text(found, look).c_str(), stdout);
    if (!o.json.empty()) write_document(o.json, report::to_json(found));
    return std::ranges::all_of(found, &report::inferred::conforms) ? holds : violated;
  }
  const auto table = report::compare(subjects, options);
  progress.clear();
  if (o.json != "-" && o.markdown != "-" && o.html != "-") std::fputs(report::to_text(table, look).c_str(), stdout);
  if (!o.json.empty()) write_document(o.json, report::to_json(table));
  if (!o.markdown.empty()) write_document(o.markdown, report::to_markdown(table));
  if (!o.html.empty()) write_document(o.html, report::to_html(table));
  return table.any_violation() ? violated : holds;
}

}  // namespace

void add_compare(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("compare", "The conformance table: subjects across, clauses down");
  auto o = std::make_shared<compare_options>();
  command->add_option("subject", o->subjects, "Names, or paths to plug-ins or recordings (.jsonl)")
      ->type_name("SUBJECT");
  command->add_flag("--all", o->all,
                    "Every implementation that is there, and every recording; not the weakest machines");
  command->add_flag("--infer", o->infer, "Name the smallest set of liberties under which each subject conforms");
  command->add_option("--generated", o->generated, "How many programs to generate")
      ->type_name("N")
      ->capture_default_str();
  add_exploration_options(*command, o->common);
  command->add_option("--date", o->date, "Of the run, as the documents show it; else SOURCE_DATE_EPOCH's, or today")
      ->type_name("YYYY-MM-DD");
  command->add_option("--html", o->html, "Write a page; - for standard output")->type_name("FILE");
  command->add_option("--markdown", o->markdown, "Write Markdown; - for standard output")->type_name("FILE");
  command->add_option("--json", o->json, "Write a JSON document; - for standard output")->type_name("FILE");
  command->callback([o, &status] { status = run(*o); });
}

}  // namespace selvage::cli
