#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "src/verdict/verdict.h"
#include "src/check/campaign.h"
#include "src/check/counterexample_text.h"
#include "src/check/program.h"
#include "src/check/schedule.h"

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

/// The field `points` of a file, empty where there are none; and what it says.
[[nodiscard]] std::string points_block(const watching& w);
[[nodiscard]] std::vector<std::string> points_of(const fields& f);

/// Throws counterexample_error for a text that names none.
[[nodiscard]] engine::heap_mode heap_mode_named(std::string_view text);

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
