#pragma once

#include <string>

#include "model/label.h"

namespace selvage::model {

/// A call as a drawing and a path show it: the operation, its objects where there are several, its timeout.
[[nodiscard]] std::string call_text(const label& l, std::size_t objects);

/// A visible label as one line of a path through a machine of `objects` objects.
[[nodiscard]] std::string label_text(const label& l, std::size_t objects);

}  // namespace selvage::model
