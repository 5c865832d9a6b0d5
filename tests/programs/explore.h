#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/engine/engine.h"

namespace selvage::programs {

/// The program of that name in the plug-in. Throws std::runtime_error when there is none.
[[nodiscard]] engine::thread_function find(const std::string& name);

struct request {
  std::string strategy{"portfolio"};
  std::uint64_t seed{42};
  std::uint64_t executions{300};  ///< at most; the profile execution is not counted
  unsigned bound{2};              ///< of dfs
  bool stop_at_first{false};      ///< at the first execution that does not finish
  engine::settings settings{};
};

struct failure {
  engine::ending end{};
  std::string message;
  std::vector<engine::stuck_thread> stuck;
  std::uint64_t index{};
  std::vector<engine::choice> schedule;
};

struct exploration {
  std::uint64_t executions{};
  std::uint64_t steps{};
  std::array<std::uint64_t, 16> endings{};  ///< how many ended so
  std::map<long, std::uint64_t> results;    ///< what the finished ones reported
  std::optional<failure> first;             ///< the first that did not finish
  std::uint64_t leaked{};                   ///< most bytes left by a finished execution
  std::string achieved;

  [[nodiscard]] std::uint64_t count(engine::ending e) const { return endings[static_cast<std::size_t>(e)]; }
  [[nodiscard]] bool all_finished() const { return count(engine::ending::finished) == executions; }
};

[[nodiscard]] std::unique_ptr<engine::strategy> make(const request& r);

/// Runs a program's executions 0, 1, … (after the profile execution, where the strategy wants one).
exploration explore(const std::string& name, const request& r);
exploration explore(const std::string& name, const request& r, engine::strategy& s);

/// One execution.
struct single {
  engine::execution execution;
  long result{};
  std::vector<engine::choice> schedule;
};
single run_one(const std::string& name, engine::strategy& s, std::uint64_t index, const engine::settings& settings);

}  // namespace selvage::programs
