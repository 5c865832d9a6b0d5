#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "src/run/program_error.h"
#include "src/run/task.h"

namespace selvage::run {

struct executable {
  std::filesystem::path path;
  std::vector<std::string> arguments;  ///< without the program's name

  /// Finds `command.front()` as a shell would. Throws program_error when it is not there, is no program, or was not
  /// linked by selvage-cc or selvage-c++.
  static executable find(const std::vector<std::string>& command);
};

/// What an execution printed.
struct printed {
  std::string output;  ///< to descriptor 1
  std::string error;   ///< to descriptor 2
};

/// Has the program's process do the task, and waits for it. What the program prints goes to `shown`, or nowhere when
/// that is null; its standard input is this process's when that is a file, else empty. A task without a progress file
/// gets one. Throws program_error when no process can be made.
[[nodiscard]] answer perform(const executable& what, task t, printed* shown);

/// Becomes the program, which replays the counterexample file and says what it showed. Returns never; throws
/// program_error.
[[noreturn]] void become(const executable& what, const std::filesystem::path& counterexample);

}  // namespace selvage::run
