#pragma once

#include <cstdint>

#include "model/label.h"
#include "src/program/program.h"

namespace selvage::check {

/// The operation, called by `thread`. Its return is the same label with another kind, and a result.
[[nodiscard]] inline model::label call_label(const program_operation& o, std::uint8_t thread) noexcept {
  return {.kind = model::label_kind::call,
          .thread = thread,
          .op = o.op,
          .object_count = o.object_count,
          .objects = o.objects,
          .timeout_ms = o.timeout_ms};
}

/// The object's callback begins on `thread` for that cause. Its end is the same label with another kind.
[[nodiscard]] inline model::label callback_label(std::uint8_t object, int cause, std::uint8_t thread) noexcept {
  return {.kind = model::label_kind::callback_begin,
          .thread = thread,
          .object_count = 1,
          .objects = {object},
          .result = static_cast<std::int16_t>(cause)};
}

}  // namespace selvage::check
