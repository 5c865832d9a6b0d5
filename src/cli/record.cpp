#include "src/cli/record.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "src/check/play/free_run.h"
#include "src/check/subject/subject_library.h"
#include "src/cli/command.h"
#include "src/cli/dates.h"
#include "src/cli/options.h"
#include "src/explore/workers.h"
#include "src/program/program_source.h"
#include "src/program/scenarios.h"
#include "src/report/text/progress.h"

namespace selvage::cli {
namespace {

struct record_options {
  std::string subject;
  std::vector<std::string> scenarios;
  std::string program_file;
  std::uint64_t generated{12};
  std::uint64_t seed{1};
  unsigned runs{3};
  unsigned jobs{4};
  std::string date;
  std::string out{"-"};
  bool quiet{};
};

struct named_program {
  std::string name;
  check::program what;
};

/// Those that were asked for; or every scenario that the subject can do, and generated ones.
std::vector<named_program> programs_of(const record_options& o, const check::subject& s) {
  std::vector<named_program> programs;
  for (const auto& name : o.scenarios) {
    const auto* const known = check::scenario_named(name);
    if (known == nullptr) throw usage_error("there is no scenario '" + name + "'; `selvage list scenarios` names them");
    programs.push_back({name, known->make()});
  }
  if (!o.program_file.empty()) programs.push_back({o.program_file, read_program(o.program_file)});
  for (const auto& p : programs) {
    const auto lacks = s.can.missing(p.what);
    if (!lacks.empty())
      throw usage_error("the subject '" + o.subject + "' has no " + lacks + ", which '" + p.name + "' needs");
  }
  if (!programs.empty()) return programs;
  for (const auto& known : check::scenarios()) {
    auto p = known.make();
    if (s.can.missing(p).empty()) programs.push_back({std::string(known.name), std::move(p)});
  }
  check::program_source source(s.can, {}, o.seed);
  for (std::uint64_t i = 0; i < o.generated; ++i)
    programs.push_back({"generated-" + std::to_string(o.seed) + '-' + std::to_string(i), source.next()});
  return programs;
}

std::string how_it_ended(const check::worker_result& r) {
  if (!r.error.empty()) return r.error;
  return r.signal == SIGALRM ? "did not end" : std::string("killed its process: ") + strsignal(r.signal);
}

/// Each program in a process of its own, which may die of it; a few processes at once, as they sleep most of the time.
int record(const record_options& o) {
  constexpr unsigned most_seconds = 100;
  if (o.runs == 0 || o.jobs == 0) throw usage_error("--runs and --jobs are 1 or more");
  const auto s = check::load_subject(o.subject, check::runs::anywhere);
  if (s.weakest != nullptr)
    throw usage_error("'" + o.subject + "' is a machine of the model: it has no threads of its own");
  const auto programs = programs_of(o, s);
  const auto text_of = [](const char* text) { return std::string(text == nullptr ? "" : text); };
  check::trace_origin who{.subject = text_of(s.table->name),
                          .profile = s.table->profile == nullptr ? "strict" : s.table->profile,
                          .version = text_of(s.table->version),
                          .description = text_of(s.table->description),
                          .date = date_of(o.date),
                          .program = {}};
  report::progress_line progress(o.quiet, programs.size(), 0, "programs");
  std::string recorded;
  for (std::size_t first = 0; first < programs.size(); first += o.jobs) {
    const auto count = std::min<std::size_t>(o.jobs, programs.size() - first);
    const auto results = check::run_workers(
        count,
        [&](std::size_t i, const check::worker_output& write) {
          alarm(most_seconds);
          auto by = who;
          by.program = programs[first + i].name;
          write(check::record_free_runs(s, programs[first + i].what, by, {.runs = o.runs}));
        },
        [&] { progress.update(first, 0); });
    for (std::size_t i = 0; i < count; ++i) {
      if (results[i].whole()) {
        recorded += results[i].output;
      } else {
        std::fprintf(stderr, "%s: %s\n", programs[first + i].name.c_str(), how_it_ended(results[i]).c_str());
      }
    }
  }
  progress.clear();
  write_document(o.out, recorded);
  return holds;
}

}  // namespace

void add_record(CLI::App& trace, int& status) {
  auto* const command =
      trace.add_subcommand("record", "Run a subject on free-running threads, and write what happened");
  auto o = std::make_shared<record_options>();
  command->add_option("subject", o->subject, "A subject's name, or the path of a plug-in")
      ->type_name("SUBJECT")
      ->required();
  command->add_option("--scenario", o->scenarios, "These scenarios alone; otherwise all that the subject can do")
      ->type_name("NAME");
  command->add_option("--program", o->program_file, "The program in this file alone")->type_name("FILE");
  command->add_option("--generated", o->generated, "How many programs to generate")
      ->type_name("N")
      ->capture_default_str();
  command->add_option("--seed", o->seed, "The programs follow from it")->type_name("N")->capture_default_str();
  command->add_option("--runs", o->runs, "Executions of each program")->type_name("N")->capture_default_str();
  command->add_option("--jobs", o->jobs, "Programs at once")->type_name("N")->capture_default_str();
  command->add_option("--date", o->date, "Of the run, as the documents show it; else SOURCE_DATE_EPOCH's, or today")
      ->type_name("YYYY-MM-DD");
  command->add_option("--out", o->out, "The recording; - for standard output")
      ->type_name("FILE")
      ->capture_default_str();
  command->add_flag("--quiet", o->quiet, "No progress");
  command->callback([o, &status] { status = record(*o); });
}

}  // namespace selvage::cli
