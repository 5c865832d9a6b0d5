#pragma once

#include <functional>
#include <string>
#include <vector>

#include "src/check/fuzz/fuzzer.h"
#include "src/explore/shared_memory.h"

namespace selvage::check {

/// The fuzzers' counters in memory that they share with the process that looks on.
class fuzz_board {
 public:
  /// Throws std::bad_alloc.
  explicit fuzz_board(std::size_t fuzzers) : counters_(fuzzers) {}

  [[nodiscard]] fuzz_counters& of(std::size_t fuzzer) noexcept { return counters_[fuzzer]; }
  [[nodiscard]] std::size_t size() const noexcept { return counters_.size(); }
  /// Over all fuzzers.
  [[nodiscard]] std::uint64_t sum(std::atomic<std::uint64_t> fuzz_counters::* member) const noexcept;
  [[nodiscard]] std::uint64_t most(std::atomic<std::uint64_t> fuzz_counters::* member) const noexcept;
  /// Entries: those that all began with, and what each has kept.
  [[nodiscard]] std::uint64_t corpus() const noexcept;
  [[nodiscard]] transition_bits transitions() const noexcept;

 private:
  shared_memory<fuzz_counters> counters_;
};

/// What one fuzzer says of a violation: made in its process, as text.
using describe_function =
    std::function<std::string(const program& p, const violation& v, const campaign_options& options)>;

struct farm_options {
  fuzz_options each;  ///< `executions`, `slot` and `slots` are the farm's to fill in
  unsigned jobs{1};
  std::uint64_t shard{};  ///< of `shards`
  std::uint64_t shards{1};
  std::uint64_t executions{};                        ///< of all fuzzers together; 0: no limit
  const corpus* kept{};                              ///< null: nothing is written
  std::optional<std::vector<corpus_entry>> entries;  ///< to begin with; what is in `kept` when there are none
};

struct farm_result {
  std::vector<std::string> violations;  ///< as described, those of the first fuzzer first
  std::string inconclusive;
};

/// Runs `jobs` fuzzers, each in a process of its own, from the corpus that is there. A fuzzer whose process a subject
/// kills goes on in another one, behind the round that killed it, which is a violation with the verdict `crash`.
/// `describe` runs in the fuzzers' processes, `tick` in this one, now and then; when it returns false all come to an
/// end. Throws std::runtime_error for what a fuzzer throws, corpus_error for the corpus.
[[nodiscard]] farm_result run_farm(const subject& s, const farm_options& options, fuzz_board& board,
                                   const describe_function& describe, const std::function<bool()>& tick);

}  // namespace selvage::check
