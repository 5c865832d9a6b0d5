#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "src/check/suite/liberties.h"
#include "src/report/clause_findings.h"
#include "src/report/compare_table.h"

namespace selvage::report {

/// What a recording (docs/trace.md) shows of who made it.
struct recorded {
  compared_subject about;
  check::liberty_set liberties{};  ///< the smallest set that excuses all that can be excused
  clause_findings found;
};

/// Whether `subject` names a recording: a path that ends in ".jsonl".
[[nodiscard]] bool is_recording(std::string_view subject);

/// The recordings in a directory, sorted; none when there is no such directory.
[[nodiscard]] std::vector<std::string> recordings_in(const std::filesystem::path& directory);

/// Holds the recording to strict and to every set of liberties. Its header says who was recorded: `subject`, and for
/// the table `version`, `description` and `date`. Throws subject_error, one sentence, when a line is wrong.
[[nodiscard]] recorded judge_recording(const std::string& file);

}  // namespace selvage::report
