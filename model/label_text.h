#pragma once

#include <string>
#include <string_view>

#include "model/label.h"

namespace selvage::model {

/// A call as a drawing and a path show it: the operation, its objects where there are several, its timeout.
[[nodiscard]] std::string call_text(const label& l, std::size_t objects);

/// A visible label as one line of a path through a machine of `objects` objects.
[[nodiscard]] std::string label_text(const label& l, std::size_t objects);

/// Why a callback of such an object began: "timed out", "completion", ...; empty where there is but one reason.
[[nodiscard]] std::string_view cause_text(object_kind kind, std::int16_t cause) noexcept;

}  // namespace selvage::model
