#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>

namespace selvage::cli {

struct picture_options;

/// Exit statuses.
inline constexpr int holds = 0;
inline constexpr int violated = 1;
inline constexpr int bad_input = 2;
inline constexpr int inconclusive = 3;

/// A wrong argument or file: one sentence on standard error, exit status 2.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Each adds one command. Its callback leaves the exit status in `status` and throws usage_error, subject_error,
/// program_error or counterexample_error for bad input.
void add_check(CLI::App& app, int& status);
void add_compare(CLI::App& app, int& status);
void add_replay(CLI::App& app, int& status);
void add_run(CLI::App& app, int& status);
void add_model(CLI::App& app, int& status);
void add_spec(CLI::App& app, int& status);
void add_fuzz(CLI::App& app, int& status);
void add_merge(CLI::App& app, int& status);
void add_trace(CLI::App& app, int& status);
void add_list(CLI::App& app, int& status);

/// Draws what is asked for, then becomes the program of a whole program's counterexample, which replays it. Returns false for any other file.
/// Throws check::counterexample_error, run::program_error.
bool replay_run(const std::string& file, const picture_options& pictures);

}  // namespace selvage::cli
