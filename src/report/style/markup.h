#pragma once

#include <string>
#include <string_view>

namespace selvage::report {

/// A text as HTML and XML want it, in content and in quoted attributes. Control characters become spaces.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace selvage::report
