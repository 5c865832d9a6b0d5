#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "src/check/suite/mutants.h"

namespace selvage::check {

/// How a mutant fared.
struct kill {
  bool done{};                 ///< it was caught as the verdict and the clause that its header names
  std::uint64_t executions{};  ///< until then, or in all
  std::string seen;            ///< what was caught and where; when it is alive, what was seen instead, or why nothing
};

/// Explores each mutant until it shows what its header names: first the program or scenario of its header, then every
/// scenario, then generated programs. Every mutant has a process of its own, `jobs` of them at a time; `each` is called
/// here with the number of a mutant and how it fared, in order. The same seed gives the same kills. The engine must not
/// have run in this process. Throws std::runtime_error when a process cannot be started.
void kill_mutants(std::span<const mutant* const> mutants, std::uint64_t seed, std::size_t jobs,
                  const std::function<void(std::size_t, const kill&)>& each);

/// The executions to kill under every seed from 1 to `seeds`, sorted; empty for one that stayed alive under some seed.
[[nodiscard]] std::vector<std::vector<std::uint64_t>> executions_to_kill(std::span<const mutant* const> mutants,
                                                                         std::uint64_t seeds, std::size_t jobs);

}  // namespace selvage::check
