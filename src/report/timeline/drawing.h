#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "src/program/program.h"
#include "src/record/recording.h"
#include "src/report/timeline/timeline.h"

namespace selvage::report {

/// What the checker has to say about an execution whose program has a model.
struct history_of_execution {
  const check::program* program{};
  std::span<const model::label> labels;
  std::size_t refused{};                             ///< index into `labels`, or their number
  std::span<const std::vector<std::string>> states;  ///< the model's after each label; may be fewer
  std::span<const std::uint8_t> clients;             ///< by thread; check::no_client for the subject's own
};

/// Draws an execution. The texts about it as a whole are the caller's to fill in. `verdict` is the class shown, or
/// "holds". `history` may be null.
[[nodiscard]] timeline draw(const record::recording& r, std::string verdict, const history_of_execution* history);

}  // namespace selvage::report
