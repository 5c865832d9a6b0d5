#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <utility>

#include "src/check/suite/suite.h"
#include "src/program/topic.h"
#include "src/report/timeline/timeline.h"

namespace selvage::cli {

/// Options that several commands share.
struct common_options {
  std::string strategy{"portfolio"};
  std::uint64_t executions{};  ///< 0: the command's default
  std::string time;
  std::uint64_t seed{1};
  unsigned preemption_bound{3};
  std::string profile;
  unsigned jobs{};
  std::string shard;
  std::string points{"sync"};
  std::uint64_t max_steps{20'000};
  bool spurious{};
  bool interrupts{};
  bool weak_memory{};
  bool check_determinism{};
  std::string out{"counterexamples"};
  bool quiet{};
};

/// Where pictures of an execution go; empty for nowhere.
struct picture_options {
  std::string html;
  std::string perfetto;
  [[nodiscard]] bool wanted() const noexcept { return !html.empty() || !perfetto.empty(); }
};

/// Adds --html and --perfetto.
void add_picture_options(CLI::App& command, picture_options& o);

/// Writes what is asked for. Throws usage_error.
void write_pictures(const picture_options& o, const report::timeline& t);

/// Adds the options that say how to explore.
void add_exploration_options(CLI::App& command, common_options& o);

/// The subject of that name, loaded to be explored. Says on standard error where switching threads is slow because of
/// it. Throws check::subject_error, or std::runtime_error when threads cannot be switched as the environment asks.
[[nodiscard]] check::subject subject_to_explore(const std::string& name);

/// "90", "90s", "10m" or "1h" in seconds; an empty text is 0. Throws usage_error.
[[nodiscard]] double parse_duration(const std::string& text);

/// What the options ask of a suite. Throws usage_error for an unknown strategy, profile or a bad shard.
[[nodiscard]] check::suite_options suite_options_of(const common_options& o, const check::subject& s);

/// The number of worker processes asked for, or `otherwise`. Throws usage_error for too many.
[[nodiscard]] unsigned jobs_of(const common_options& o, unsigned otherwise);

/// "I/N" as a part, from 0, and the number of parts; an empty text is the whole: 0 of 1. Throws usage_error.
[[nodiscard]] std::pair<std::uint64_t, std::uint64_t> parse_shard(const std::string& text);

/// The program in a file. Throws usage_error.
[[nodiscard]] check::program read_program(const std::string& file);

/// The machine or family with that name. Throws usage_error.
[[nodiscard]] const check::topic& named_topic(const std::string& name);

/// Throws usage_error.
[[nodiscard]] const model::profile& named_profile(const std::string& name);

/// The profile named, or the subject's own. Throws usage_error.
[[nodiscard]] const model::profile& profile_of(const std::string& name, const check::subject& s);

/// Writes a document to a file, or to standard output for "-". Throws usage_error.
void write_document(const std::string& file, const std::string& text);

}  // namespace selvage::cli
