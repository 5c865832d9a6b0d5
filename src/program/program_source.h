#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "src/program/capabilities.h"
#include "src/program/program.h"
#include "src/program/topic.h"

namespace selvage::check {

/// Programs without end about some topics, each a function of the seed and of how many came before it. Where no
/// generator makes programs about a topic, its scenarios take their place.
class program_source {
 public:
  /// `about` empty: whatever the subject can do. With `scenarios_too`, every fourth program is a scenario, as long as
  /// there are any.
  program_source(const capabilities& can, std::vector<topic> about, std::uint64_t seed, bool scenarios_too = false);

  /// From now on no program has this operation.
  void leave_out(model::operation op);

  /// Throws subject_error when there is no program about the topics that `can` allows.
  [[nodiscard]] program next();

 private:
  [[nodiscard]] bool wanted(const program& p) const;
  [[nodiscard]] std::optional<program> generated();
  [[nodiscard]] std::optional<program> next_scenario();

  capabilities can_;
  std::vector<topic> about_;
  std::uint64_t seed_;
  std::uint64_t left_out_{};  ///< bits of operations
  std::uint64_t index_{};
  std::size_t scenario_{};
  std::uint64_t given_{};
  bool scenarios_too_;
  bool generates_{true};
};

}  // namespace selvage::check
