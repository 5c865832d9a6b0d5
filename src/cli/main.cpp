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
    cli::add_list(app, status);
    app.footer("Exit status: 0 holds, 1 a violation was found, 2 usage or bad input, 3 inconclusive.");
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
      if (e.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(e);
      return fail(e.what());
    }
    return status;
  } catch (const std::exception& e) {
    return fail(e.what());
  }
}
