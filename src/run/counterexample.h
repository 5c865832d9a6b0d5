#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "src/explore/counterexample_text.h"
#include "src/explore/exploration.h"
#include "src/explore/schedule.h"
#include "src/verdict/verdict.h"

namespace selvage::run {

/// Everything that reproduces what a whole program showed. In a file: the format of src/explore/counterexample_text.h with
/// the field `kind: run`.
struct counterexample {
  std::string tool;
  std::string program;  ///< the executable's path
  std::vector<std::string> arguments;
  std::string content;  ///< checksum of the executable's bytes
  check::exploration how;
  std::string detect;
  bool isolate{};
  bool nonzero_is_failure{};
  bool exit_at_return{};
  bool died{};  ///< the process died and nobody knows the schedule: the strategy finds it again
  std::uint64_t execution{};  ///< from 0
  check::schedule choices;
  model::verdict verdict{};
  std::string detail;
};

/// True for the text of a whole program's counterexample, whatever else may be wrong with it.
[[nodiscard]] bool is_run_counterexample(std::string_view text);

[[nodiscard]] std::string to_text(const counterexample& c);

/// Throws check::counterexample_error.
[[nodiscard]] counterexample parse_counterexample(std::string_view text);

/// The checksum of a file's bytes; empty when it cannot be read.
[[nodiscard]] std::string content_of(const std::filesystem::path& file);

}  // namespace selvage::run
