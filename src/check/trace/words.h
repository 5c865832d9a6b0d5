#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/label.h"
#include "model/operation.h"

namespace selvage::check {

/// Why a callback began, as a recording writes it (docs/trace.md). The first word of a family is what counts where the
/// event has none.
struct cause_word {
  model::family of{};
  std::string_view word;
  std::int16_t cause{};
};

inline constexpr std::array cause_words{
    cause_word{model::family::registrations, "signaled", 0},
    cause_word{model::family::registrations, "timed_out", model::outcome::timed_out},
    cause_word{model::family::async_results, "completed", 0},
    cause_word{model::family::async_results, "another_result", model::outcome::argument},
    cause_word{model::family::async_results, "another_state", model::outcome::invalid_operation},
    cause_word{model::family::event_based, "progress", 0},
    cause_word{model::family::event_based, "completion", 1},
    cause_word{model::family::components, "progress", 0},
    cause_word{model::family::components, "result", 1},
    cause_word{model::family::components, "cancelled", 2},
    cause_word{model::family::components, "error", 3},
    cause_word{model::family::components, "other_error", 4},
};

}  // namespace selvage::check
