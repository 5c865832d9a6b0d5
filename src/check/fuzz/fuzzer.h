#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "src/check/coverage/reachable.h"
#include "src/check/fuzz/corpus.h"
#include "src/check/fuzz/reads_from.h"
#include "src/check/suite/campaign.h"
#include "src/program/program_source.h"
#include "src/program/topic.h"

namespace selvage::check {

struct fuzz_options {
  exploration how;                  ///< `seed` is the seed of everything
  const model::profile* held_to{};  ///< null: strict
  std::vector<topic> about;         ///< empty: all that the subject can do
  std::uint64_t executions{};       ///< at least so many, and no more than one program's beyond; 0: no limit
  double seconds{};                 ///< 0: no limit
  std::uint64_t slot{};             ///< of `slots` fuzzers that share the work
  std::uint64_t slots{1};
  bool replay_only{};          ///< run the corpus and the scenarios, and nothing else
  bool choose{};               ///< the corpus's programs count as new ones: those are kept that add something
  bool wants_interruptions{};  ///< their transitions count though `how` does not ask for them: entries may
  bool by_pairs{true};         ///< new reads-from pairs count, too
  bool until_covered{};        ///< to end once every transition that may be taken was taken
};

/// What others may read while fuzzers run.
struct fuzz_counters {
  std::atomic<std::uint64_t> executions{};
  std::atomic<std::uint64_t> steps{};
  std::atomic<std::uint64_t> programs{};
  std::atomic<std::uint64_t> corpus{};
  std::atomic<std::uint64_t> kept{};  ///< in this run
  std::atomic<std::uint64_t> pairs{};
  std::atomic<std::uint64_t> violations{};
  std::atomic<std::uint64_t> round{};                 ///< about the one running
  std::atomic<std::uint64_t> news{};                  ///< grows when something new was found
  std::array<std::atomic<std::uint64_t>, 4> taken{};  ///< transitions

  [[nodiscard]] transition_bits transitions() const noexcept;
};

/// Generates programs and schedules without end, and keeps those that showed something new: a transition of the model,
/// or a read of another thread's write, at places where there was none before. One engine a process: one fuzzer.
/// The same options, corpus and subject make the same programs, keep the same ones and find the same violations, when
/// `executions` alone limits it.
class fuzzer {
 public:
  using keep_function = std::function<void(const corpus_entry&)>;
  using violation_function = std::function<void(const program&, const violation&, const campaign_options&)>;

  /// `keep` is called at once for what is to be kept; `violated` for each violation whose kind and operations are new.
  fuzzer(const subject& s, const fuzz_options& options, fuzz_counters& counters, keep_function keep,
         violation_function violated);

  /// Runs the corpus first, then rounds from `first_round` on. `stop` is asked between programs. Throws subject_error
  /// when there is no program about the topics.
  void run(const std::vector<corpus_entry>& corpus, std::uint64_t first_round, const std::function<bool()>& stop);

  /// Why nothing can be said; empty when it can.
  [[nodiscard]] const std::string& inconclusive() const noexcept { return inconclusive_; }

  /// What ran last, as `stop` may ask; null before the first.
  [[nodiscard]] const corpus_entry* latest() const noexcept { return latest_ ? &*latest_ : nullptr; }

 private:
  [[nodiscard]] corpus_entry next(std::uint64_t round);
  void run_scenarios(const std::function<bool()>& over);
  void explore(const corpus_entry& e, bool known);
  void execute(const corpus_entry& e, bool known);
  [[nodiscard]] bool look_at_history(harness& h, const program& p, bool interrupts);
  void note(harness& h, const program& p, const exploration& how, std::uint64_t index);
  void keep(const corpus_entry& e);

  const subject& subject_;
  fuzz_options options_;
  fuzz_counters& counters_;
  keep_function keep_;
  violation_function violated_;
  program_source source_;
  reads_from pairs_;
  transition_bits wanted_;  ///< not taken yet, and may be
  std::vector<corpus_entry> entries_;
  std::set<std::pair<std::string, std::string>> known_;  ///< verdict and clause, operations
  std::optional<corpus_entry> latest_;
  std::string inconclusive_;
};

/// Whether the last execution was refused for a call that the model does not know here: the fault of the program's
/// clients, not of the subject.
[[nodiscard]] bool clients_fault(const harness& h);

}  // namespace selvage::check
