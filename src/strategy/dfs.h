#pragma once

#include <vector>

#include "src/engine/strategy.h"

namespace selvage::strategy {

/// Iterative preemption bounding: depth-first search of every schedule with 0 preemptions, then with 1, and so on.
/// A preemption is a switch away from a thread that could have gone on; the first counterexample found therefore has
/// the fewest. (Musuvathi, Qadeer: "Iterative Context Bounding for Systematic Testing of Multithreaded Programs",
/// PLDI 2007.)
/// A yield hands over to the next thread in turn; any other choice there costs a preemption, so that threads spinning
/// at each other do not make the space endless. Within bound b only schedules with exactly b preemptions are new, but
/// those with fewer are walked again.
class dfs final : public engine::strategy {
 public:
  explicit dfs(unsigned preemption_bound) noexcept : last_bound_(preemption_bound) {}

  bool begin(std::uint64_t index) override;
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override;
  [[nodiscard]] std::string achieved() const override;
  [[nodiscard]] std::string saved() const override;
  void restore(std::string_view text) override;

 private:
  struct node {
    std::vector<engine::thread_id> options;  // of a pick, the free one first; empty for a draw
    std::uint32_t chosen{};
    std::uint32_t count{};
    unsigned preemptions{};  // before this decision
    bool first_is_free{};
  };

  [[nodiscard]] static unsigned cost(const node& n, std::uint32_t choice) noexcept {
    return n.first_is_free && choice != 0 ? 1 : 0;
  }
  bool advance();

  std::vector<node> path_;
  std::size_t depth_{};
  unsigned preemptions_{};
  unsigned bound_{};
  unsigned last_bound_;
  bool cut_{};        // the bound cut something off in this round
  bool started_{};
  bool exhausted_{};
  int completed_{-1};  // the largest bound explored to its end
};

}  // namespace selvage::strategy
