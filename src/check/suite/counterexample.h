#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "src/explore/counterexample_text.h"
#include "src/explore/exploration.h"
#include "src/explore/schedule.h"
#include "src/program/program.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

/// Everything that reproduces a violation, and what it showed.
struct counterexample {
  std::string tool;     ///< e.g. "selvage 0.1.0"
  std::string subject;  ///< a name or a path, as `load_subject` takes it
  std::string profile;
  std::string origin;  ///< the scenario, or which generated program
  program what;
  exploration how;
  std::uint64_t execution{};  ///< from 0
  schedule choices;
  model::verdict verdict{};
  std::string clause;
  std::string text;
  std::string detail;
  std::string history;  ///< a table for people; not read back
};

/// The file's text, its checksum in the last line.
[[nodiscard]] std::string to_text(const counterexample& c);

/// Reads what `to_text` writes; `history` stays empty. Throws counterexample_error for a text that is empty, cut
/// short, edited, or of another format version.
[[nodiscard]] counterexample parse_counterexample(std::string_view text);

/// As `write_whole`. Throws std::runtime_error, one sentence.
void write_counterexample(const std::filesystem::path& file, const counterexample& c);

/// Throws counterexample_error, also when the file cannot be read.
[[nodiscard]] counterexample read_counterexample(const std::filesystem::path& file);

}  // namespace selvage::check
