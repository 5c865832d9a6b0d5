#include <unistd.h>

#include <cstdio>
#include <memory>

#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/report/comparison.h"
#include "src/report/progress.h"

namespace selvage::cli {
namespace {

struct compare_options {
  common_options common;
  std::vector<std::string> subjects;
  std::uint64_t generated{60};
  std::string json;
  bool markdown{};
};

int run(const compare_options& o) {
  std::vector<check::subject> subjects;
  for (const auto& name : o.subjects) subjects.push_back(check::load_subject(name));
  if (!o.common.time.empty()) throw usage_error("compare takes --executions, not --time");
  if (!o.common.profile.empty()) throw usage_error("compare finds out the liberties itself and takes no --profile");
  report::comparison_options options;
  options.suite = suite_options_of(o.common, subjects.front());
  if (o.common.executions != 0) options.executions = o.common.executions;
  options.generated = o.generated;
  options.generated_executions = std::max<std::uint64_t>(1, options.executions / 8);
  options.out = o.common.out;
  report::progress_line progress(o.common.quiet, 0, 0);
  options.tick = [&](const check::shared_progress& now) { progress.update(now.executions(), now.violations()); };
  const auto table = compare(subjects, options);
  progress.clear();
  if (o.json != "-") {
    const auto format = o.markdown ? report::table_format::markdown : report::table_format::text;
    std::fputs(to_text(table, format, report::style_of(STDOUT_FILENO)).c_str(), stdout);
  }
  if (!o.json.empty()) write_document(o.json, to_text(table, report::table_format::json, {}));
  return table.any_violation() ? violated : holds;
}

}  // namespace

void add_compare(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("compare", "The conformance table: subjects across, clauses down");
  auto o = std::make_shared<compare_options>();
  command->add_option("subject", o->subjects, "Names, or paths to plug-ins")->required()->type_name("SUBJECT");
  command->add_option("--generated", o->generated, "How many programs to generate")
      ->type_name("N")
      ->capture_default_str();
  add_exploration_options(*command, o->common);
  command->add_option("--json", o->json, "Write a JSON document; - for standard output")->type_name("FILE");
  command->add_flag("--markdown", o->markdown, "Print the table as Markdown");
  command->callback([o, &status] { status = run(*o); });
}

}  // namespace selvage::cli
