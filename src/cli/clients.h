#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "src/check/suite/suite.h"
#include "src/program/scenarios.h"
#include "src/report/check_report.h"

namespace selvage::cli {

struct client_options {
  check::suite_options suite;  ///< how to explore; profile and shard are the clients' own
  std::uint64_t executions{};  ///< of each that is claimed to be safe; 0: no limit
  double seconds{};            ///< for each; 0: no limit
  std::string out;             ///< where counterexamples go
  bool in_full{};              ///< every schedule found is told in full
};

/// Explores programs of clients, each on the machine that its claim names and held to `strict`; those that are claimed
/// to be safe are also proved so, state by state. Throws what run_suite throws.
[[nodiscard]] std::vector<report::checked_item> check_clients(std::span<const check::scenario* const> clients,
                                                              const client_options& options);

}  // namespace selvage::cli
