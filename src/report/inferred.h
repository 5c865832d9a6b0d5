#pragma once

#include <span>
#include <string>
#include <vector>

#include "src/report/comparison.h"

namespace selvage::report {

/// Under which liberties one subject conforms.
struct inferred {
  std::string subject;
  check::liberty_set liberties{};
  std::string profile;                ///< the first named one that has these liberties and the fewest
  std::vector<investigation> taken;   ///< for each liberty an execution that conforms only with it
  std::vector<investigation> broken;  ///< one for each clause that no liberty saves
  std::vector<std::string> notes;     ///< violations that are no clause's

  [[nodiscard]] bool conforms() const noexcept { return broken.empty() && notes.empty(); }
};

[[nodiscard]] std::vector<inferred> infer(std::span<const check::subject> subjects, const comparison_options& options);

/// For people: one paragraph a subject.
[[nodiscard]] std::string to_text(std::span<const inferred> all, const style& look);

/// The JSON document.
[[nodiscard]] std::string to_json(std::span<const inferred> all);

}  // namespace selvage::report
