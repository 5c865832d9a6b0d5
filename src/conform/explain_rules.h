#pragma once

#include <cstdint>
#include <string_view>

#include "src/conform/trail.h"
#include "src/verdict/verdict.h"

namespace selvage::conform {

/// A refusal's name: its class, the clause broken, the thread it is about.
struct judgement {
  model::verdict verdict{model::verdict::misuse};
  std::string_view clause{};
  std::uint8_t thread{};
};

/// The refused label is a return.
[[nodiscard]] judgement judge_return(const trail& t);

/// The refused label is the release of a resource.
[[nodiscard]] judgement judge_released(const trail& t);

/// The refused label is quiescence: something had to move.
[[nodiscard]] judgement judge_quiescent(const trail& t);

}  // namespace selvage::conform
