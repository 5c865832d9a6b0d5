#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "src/check/subject/subject.h"
#include "src/check/trace/text.h"
#include "src/program/program.h"

namespace selvage::check {

struct free_run_options {
  unsigned runs{3};  ///< executions
  /// How long nothing must have been recorded, with every thread asleep, until nothing can move any more. Longer than
  /// any timeout of the program.
  std::chrono::milliseconds patience{250};
};

/// Runs the program on the subject on free-running threads and returns the recording (docs/trace.md): a header and the
/// executions. Every second execution starts its threads one after the other, each when those before it sleep. One
/// whose callbacks never cease is left out.
///
/// Threads that sleep for ever are left behind, with what they use: call it in a process that ends afterwards. Throws
/// subject_error when the subject cannot make the program's objects, or lacks what it needs.
[[nodiscard]] std::string record_free_runs(const subject& s, const program& p, const trace_origin& who,
                                           const free_run_options& options);

}  // namespace selvage::check
