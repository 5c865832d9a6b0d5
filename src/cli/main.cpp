#include <cstdio>
#include <exception>

#include "src/cli/command.h"
#include "src/report/version.h"

namespace {

/// CLI11's messages in one line.
std::string sentence(std::string text) {
  for (auto& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

/// A sentence when the first argument is neither an option nor a command.
std::string unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || *argv[1] == '-') return {};
  std::string names;
  for (const auto* const command : app.get_subcommands({})) {
    if (command->get_name() == argv[1]) return {};
    names += (names.empty() ? "" : ", ") + command->get_name();
  }
  return "there is no command '" + std::string(argv[1]) + "'; there are " + names;
}

int fail(const char* what) {
  std::fflush(stdout);
  std::fprintf(stderr, "selvage: %s\n", sentence(what).c_str());
  return selvage::cli::bad_input;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace selvage;
  try {
    CLI::App app("Selvage checks asynchronous completion (events, handles) against a model, schedule by schedule.",
                 "selvage");
    app.set_version_flag("--version", std::string("selvage ") + report::version);
    app.require_subcommand(1);
    app.failure_message([](const CLI::App*, const CLI::Error& e) { return std::string(e.what()); });
    int status = cli::holds;
    cli::add_check(app, status);
    cli::add_compare(app, status);
    cli::add_replay(app, status);
    cli::add_run(app, status);
    cli::add_model(app, status);
    cli::add_spec(app, status);
    cli::add_fuzz(app, status);
    cli::add_merge(app, status);
    cli::add_trace(app, status);
    cli::add_list(app, status);
    app.footer("Exit status: 0 holds, 1 a violation was found, 2 usage or bad input, 3 inconclusive.");
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
      if (e.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(e);
      if (const auto unknown = unknown_command(app, argc, argv); !unknown.empty()) return fail(unknown.c_str());
      return fail(e.what());
    }
    return status;
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}
