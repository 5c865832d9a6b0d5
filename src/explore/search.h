#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "src/engine/engine.h"
#include "src/engine/strategy.h"

namespace selvage::check {

/// Throws std::invalid_argument, one sentence, for an unknown name.
[[nodiscard]] std::unique_ptr<engine::strategy> make_strategy(const std::string& name, std::uint64_t seed,
                                                              unsigned preemption_bound);

/// A strategy at work. One that goes on from each execution to the next finds all of them with one heap; where some
/// execution took memory that it had freed before, which is what the heap's mode changes, it then begins anew with the
/// other heap.
class search {
 public:
  /// `both_heaps`: begin anew at all. Throws std::invalid_argument, one sentence, for an unknown strategy.
  search(const std::string& strategy, std::uint64_t seed, unsigned preemption_bound, bool both_heaps);

  [[nodiscard]] engine::strategy& strategy() noexcept { return *strategy_; }
  /// Execution i depends on the seed and on i alone.
  [[nodiscard]] bool by_index() const noexcept { return by_index_; }
  /// The heap of the next execution, of a search that is not by index.
  [[nodiscard]] engine::heap_mode heap() const noexcept { return heap_; }

  /// An execution is done.
  void ran() noexcept;
  /// The strategy has nothing left. True when it begins anew.
  [[nodiscard]] bool begins_anew();

  /// As engine::strategy's.
  [[nodiscard]] std::string achieved() const { return strategy_->achieved(); }
  [[nodiscard]] std::string saved() const;
  void restore(std::string_view text);

 private:
  std::string name_;
  std::uint64_t seed_;
  unsigned preemption_bound_;
  bool by_index_{};
  bool both_heaps_;
  std::unique_ptr<engine::strategy> strategy_;
  engine::heap_mode heap_{engine::heap_mode::reuse};
  bool heap_matters_{};
};

}  // namespace selvage::check
