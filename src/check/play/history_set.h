#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/label.h"

namespace selvage::check {

/// The histories already known to conform. Small programs have few histories and show them over and over, so that
/// most executions cost one look-up instead of a step of the checker for every label. A look-up compares the whole
/// history, not its hash. Memory is bounded; once it is full, new histories are not remembered.
class history_set {
 public:
  history_set();

  [[nodiscard]] bool contains(std::span<const model::label> labels, std::uint64_t hash) const noexcept;

  /// Adds a history that is not contained. Amortised O(size of the history).
  void insert(std::span<const model::label> labels, std::uint64_t hash);

  /// How many distinct histories were inserted; a lower bound once `full`.
  [[nodiscard]] std::size_t size() const noexcept { return used_; }
  /// Of every history, ascending. O(n log n).
  [[nodiscard]] std::vector<std::uint64_t> hashes() const;
  [[nodiscard]] bool full() const noexcept { return full_; }

 private:
  static constexpr std::size_t max_entries = std::size_t{1} << 18;
  static constexpr std::size_t block_labels = std::size_t{1} << 14;
  static constexpr std::size_t max_blocks = 128;

  struct entry {
    std::uint64_t hash{};
    const model::label* labels{};
    std::uint32_t count{};
  };

  void grow();
  [[nodiscard]] model::label* allocate(std::size_t count);

  std::vector<entry> table_;
  std::vector<std::unique_ptr<model::label[]>> blocks_;
  std::size_t block_used_{block_labels};
  std::size_t used_{};
  bool full_{};
};

}  // namespace selvage::check
