#include "src/check/fuzz/farm.h"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "src/explore/workers.h"

namespace selvage::check {
namespace {

constexpr char end_of_message = '\0';
constexpr char reason = '\x1';  ///< before why nothing can be said
constexpr std::uint64_t most_deaths = 64;

/// One fuzzer's work in this process.
class farm_hand {
 public:
  farm_hand(const subject& s, const farm_options& options, fuzz_board& board, const std::atomic<bool>& stop,
            const describe_function& describe, std::size_t job, const worker_output& write)
      : subject_(s), options_(options), counters_(board.of(job)), stop_(stop), describe_(describe), write_(write) {
    mine_ = options.each;
    mine_.slots = options.shards * std::max(1U, options.jobs);
    mine_.slot = options.shard + options.shards * job;
    if (options.executions != 0)
      mine_.executions = options.executions / board.size() + (job < options.executions % board.size() ? 1 : 0);
  }

  /// A child does the work, so that one that dies can be followed by another.
  void supervise(const std::vector<corpus_entry>& entries) {
    for (std::uint64_t deaths = 0; deaths < most_deaths; ++deaths) {
      std::fflush(nullptr);
      const auto first = deaths == 0 ? 0 : counters_.round.load() + 1;
      const pid_t child = fork();
      if (child < 0) throw std::runtime_error("cannot start a fuzzer's process");
      if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        _exit(
            work(deaths == 0 || options_.kept == nullptr || options_.entries ? entries : options_.kept->load(), first));
      }
      int status = 0;
      waitpid(child, &status, 0);
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
      if (WIFEXITED(status) && WEXITSTATUS(status) == failed) throw std::runtime_error("a fuzzer came to an end");
      counters_.violations.fetch_add(1);
      write_("crash: the fuzzer's process died in round " + std::to_string(counters_.round.load()) + " of slot " +
             std::to_string(mine_.slot) + ": " +
             (WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "it ended by itself") + '\n' + end_of_message);
    }
  }

 private:
  static constexpr int failed = 3;

  int work(const std::vector<corpus_entry>& entries, std::uint64_t first_round) {
    try {
      fuzzer f(
          subject_, mine_, counters_,
          [this](const corpus_entry& e) {
            if (options_.kept != nullptr) options_.kept->add(e);
          },
          [this](const program& p, const violation& v, const campaign_options& how) {
            const auto text = describe_(p, v, how);
            if (text.empty()) return;
            counters_.violations.fetch_add(1);
            write_(text + end_of_message);
          });
      f.run(entries, first_round, [this] { return stop_.load(std::memory_order_relaxed); });
      if (!f.inconclusive().empty()) write_(reason + f.inconclusive() + end_of_message);
      return 0;
    } catch (const std::exception& e) {
      write_(reason + std::string(e.what()) + end_of_message);
      return failed;
    }
  }

  const subject& subject_;
  const farm_options& options_;
  fuzz_counters& counters_;
  const std::atomic<bool>& stop_;
  const describe_function& describe_;
  const worker_output& write_;
  fuzz_options mine_;
};

}  // namespace

std::uint64_t fuzz_board::sum(std::atomic<std::uint64_t> fuzz_counters::* member) const noexcept {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < counters_.size(); ++i) n += (counters_[i].*member).load(std::memory_order_relaxed);
  return n;
}

std::uint64_t fuzz_board::most(std::atomic<std::uint64_t> fuzz_counters::* member) const noexcept {
  std::uint64_t n = 0;
  for (std::size_t i = 0; i < counters_.size(); ++i)
    n = std::max(n, (counters_[i].*member).load(std::memory_order_relaxed));
  return n;
}

std::uint64_t fuzz_board::corpus() const noexcept {
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < counters_.size(); ++i) {
    const auto kept = counters_[i].kept.load(std::memory_order_relaxed);
    before = std::max(before, counters_[i].corpus.load(std::memory_order_relaxed) - kept);
  }
  return before + sum(&fuzz_counters::kept);
}

transition_bits fuzz_board::transitions() const noexcept {
  transition_bits all;
  for (std::size_t i = 0; i < counters_.size(); ++i) all |= counters_[i].transitions();
  return all;
}

farm_result run_farm(const subject& s, const farm_options& options, fuzz_board& board,
                     const describe_function& describe, const std::function<bool()>& tick) {
  const auto entries = options.entries           ? *options.entries
                       : options.kept == nullptr ? std::vector<corpus_entry>{}
                                                 : options.kept->load();
  const shared_memory<std::atomic<bool>> stop(1);
  const auto work = [&](std::size_t job, const worker_output& write) {
    farm_hand(s, options, board, stop[0], describe, job, write).supervise(entries);
  };
  const auto outcomes = run_workers(board.size(), work, [&] {
    if (!tick()) stop[0].store(true);
  });
  farm_result result;
  for (const auto& w : outcomes) {
    std::string_view rest = w.output;
    while (!rest.empty()) {
      const auto end = rest.find(end_of_message);
      if (end == std::string_view::npos) break;
      const auto message = rest.substr(0, end);
      if (message.starts_with(reason)) {
        result.inconclusive = message.substr(1);
      } else {
        result.violations.emplace_back(message);
      }
      rest.remove_prefix(end + 1);
    }
    if (!w.error.empty() && result.inconclusive.empty()) throw std::runtime_error(w.error);
    if (!w.error.empty()) throw std::runtime_error(result.inconclusive);
  }
  return result;
}

}  // namespace selvage::check
