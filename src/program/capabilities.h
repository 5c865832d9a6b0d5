#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/operation.h"
#include "selvage/subject.h"
#include "src/program/program.h"

namespace selvage::check {

/// A subject that cannot be used; `what()` is one sentence.
class subject_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Which operations a subject implements.
class capabilities {
 public:
  capabilities() = default;
  /// Throws subject_error when a group's size is not the one of this tool, or create or destroy is missing.
  explicit capabilities(const selvage_subject& s);
  /// Everything that these families have.
  explicit capabilities(std::span<const model::family> families) noexcept;

  [[nodiscard]] bool has(model::operation op) const noexcept { return (bits_ >> static_cast<unsigned>(op) & 1U) != 0; }
  [[nodiscard]] bool has_events() const noexcept { return events_; }
  [[nodiscard]] bool has_handles() const noexcept { return handles_; }
  [[nodiscard]] bool has_async_results() const noexcept { return async_results_; }
  [[nodiscard]] bool has_registrations() const noexcept { return registrations_; }
  [[nodiscard]] bool has_disposal() const noexcept { return disposal_; }
  [[nodiscard]] bool has_event_based() const noexcept { return event_based_; }
  [[nodiscard]] bool has_components() const noexcept { return components_; }
  [[nodiscard]] bool has_tokens() const noexcept { return tokens_; }
  [[nodiscard]] bool has_workers() const noexcept { return workers_; }
  [[nodiscard]] bool has_duplicates() const noexcept { return duplicates_; }
  /// Whether it says that it lacks that: SELVAGE_LACKS_*.
  [[nodiscard]] bool lacks(std::uint32_t what) const noexcept { return (lacks_ & what) != 0; }
  /// From now on it has not this operation.
  void leave_out(model::operation op) noexcept { bits_ &= ~(std::uint64_t{1} << static_cast<unsigned>(op)); }
  /// Whether the engine can run it; otherwise it runs on free-running threads alone.
  [[nodiscard]] bool controllable() const noexcept { return !lacks(SELVAGE_LACKS_CONTROL); }

  /// What `p` needs and the subject lacks, e.g. "wait_any"; empty when nothing.
  [[nodiscard]] std::string missing(const program& p) const;

 private:
  [[nodiscard]] std::string missing(const model::object_spec& o) const;
  [[nodiscard]] std::string missing(const std::vector<program_operation>& operations) const;

  std::uint64_t bits_{};
  bool events_{};
  bool handles_{};
  bool duplicates_{};
  bool async_results_{};
  bool registrations_{};
  bool disposal_{};
  bool event_based_{};
  bool components_{};
  bool tokens_{};   ///< of components
  bool workers_{};  ///< likewise
  std::uint32_t lacks_{};  ///< SELVAGE_LACKS_*
};

}  // namespace selvage::check
