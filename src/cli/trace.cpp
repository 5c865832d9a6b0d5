#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "model/operation.h"
#include "src/check/subject/subject_library.h"
#include "src/check/trace/check.h"
#include "src/check/trace/text.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/cli/record.h"
#include "src/program/program_source.h"
#include "src/program/scenarios.h"
#include "src/program/topic.h"
#include "src/report/text/progress.h"
#include "src/report/trace_report.h"

namespace selvage::cli {
namespace {

struct trace_check_options {
  std::string file;
  std::string profile;
  std::string json;
  bool quiet{};
};

struct trace_program_options {
  std::uint64_t seed{1};
  std::uint64_t count{1};
  std::string machine;
  std::string subject{"reference"};
  std::vector<std::string> without;
  std::string scenario;
  std::string program_file;
};

model::operation named_operation(const std::string& name) {
  const auto op = model::operation_named(name);
  if (op == model::operation::none) throw usage_error("there is no operation '" + name + "'");
  return op;
}

/// A file that is open for reading, or standard input for "-".
class input {
 public:
  explicit input(const std::string& file)
      : descriptor_(file == "-" ? STDIN_FILENO : open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) throw usage_error("cannot read '" + file + "': " + std::strerror(errno));
    struct stat what{};
    if (fstat(descriptor_, &what) == 0 && S_ISDIR(what.st_mode)) throw usage_error("'" + file + "' is a directory");
  }
  ~input() {
    if (descriptor_ > STDIN_FILENO) close(descriptor_);
  }
  input(const input&) = delete;
  input& operator=(const input&) = delete;

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

int check_recording(const trace_check_options& o) {
  const model::profile* held_to = nullptr;
  if (!o.profile.empty()) held_to = &named_profile(o.profile);
  const input in(o.file);
  report::progress_line progress(o.quiet, 0, 0, "events");
  const auto result = check::check_trace(in.descriptor(), held_to, [&](const check::trace_result& now) {
    progress.update(now.events, now.violations.size());
  });
  progress.clear();
  if (o.json != "-") {
    const auto text = to_text(result, o.file, report::style_of(STDOUT_FILENO), o.quiet);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (!o.json.empty()) write_document(o.json, report::to_json(result, o.file));
  if (!result.error.empty()) throw usage_error("'" + o.file + "', " + result.error);
  return exit_status(report::concluded(result));
}

void print_program(const check::program& p, const std::string& name) {
  std::puts(check::trace_program_line(p, name).c_str());
}

void write_programs(const trace_program_options& o) {
  if (!o.program_file.empty()) {
    print_program(read_program(o.program_file), o.program_file);
    return;
  }
  if (!o.scenario.empty()) {
    const auto* const known = check::scenario_named(o.scenario);
    if (known == nullptr)
      throw usage_error("there is no scenario '" + o.scenario + "'; `selvage list scenarios` names them");
    print_program(known->make(), o.scenario);
    return;
  }
  std::vector<check::topic> about;
  if (!o.machine.empty()) about.push_back(named_topic(o.machine));
  const auto subject = check::load_subject(o.subject, check::runs::anywhere);
  check::program_source programs(subject.can, std::move(about), o.seed);
  for (const auto& name : o.without) programs.leave_out(named_operation(name));
  for (std::uint64_t i = 0; i < o.count; ++i) {
    const auto p = programs.next();
    print_program(p, "generated-" + std::to_string(o.seed) + '-' + std::to_string(i));
  }
}

}  // namespace

void add_trace(CLI::App& app, int& status) {
  auto* const command =
      app.add_subcommand("trace", "Recorded histories: check one, make one, or write programs for others to record");
  command->require_subcommand(1);

  auto* const check = command->add_subcommand("check", "Hold a recorded history against the model");
  auto c = std::make_shared<trace_check_options>();
  check->add_option("file", c->file, "The recording, JSON lines (docs/trace.md); - for standard input")
      ->type_name("FILE")
      ->required();
  check->add_option("--profile", c->profile, "The liberties the subject may take; the header's when not given")
      ->type_name("NAME");
  check->add_option("--json", c->json, "Write a JSON document; - for standard output")->type_name("FILE");
  check->add_flag("--quiet", c->quiet, "Violations and nothing else");
  check->callback([c, &status] { status = check_recording(*c); });

  auto* const program = command->add_subcommand("program", "Write programs, JSON, one a line, for a driver to run");
  auto p = std::make_shared<trace_program_options>();
  program->add_option("--seed", p->seed, "The programs follow from it")->type_name("N")->capture_default_str();
  program->add_option("--count", p->count, "How many programs")->type_name("N")->capture_default_str();
  program->add_option("--machine", p->machine, "What they are about: a machine, or a family of operations")
      ->type_name("NAME");
  program->add_option("--subject", p->subject, "Only operations that this subject has")
      ->type_name("SUBJECT")
      ->capture_default_str();
  program->add_option("--without", p->without, "No program with this operation")->type_name("OPERATION");
  program->add_option("--scenario", p->scenario, "This scenario instead")->type_name("NAME");
  program->add_option("--program", p->program_file, "The program in this file instead")->type_name("FILE");
  program->callback([p, &status] {
    write_programs(*p);
    status = holds;
  });

  add_record(*command, status);
}

}  // namespace selvage::cli
