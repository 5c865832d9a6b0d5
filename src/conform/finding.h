#pragma once

#include <cstdint>
#include <string>

#include "src/verdict/verdict.h"

namespace selvage::conform {

/// Why a history does not conform.
struct finding {
  model::verdict verdict{};
  std::string clause;     ///< e.g. "EVT-07"
  std::string text;       ///< the clause's sentence
  std::string detail;     ///< what the model allowed here and what happened instead
  std::uint8_t thread{};  ///< the thread whose label or missing label it is
};

}  // namespace selvage::conform
