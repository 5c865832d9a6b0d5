#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace selvage::report {

/// The columns of the terminal behind a file descriptor; 80 when it does not say.
[[nodiscard]] std::size_t columns_of(int descriptor) noexcept;

/// The lines cut to so many columns (of one code point each), so that none wraps.
[[nodiscard]] std::string cut(std::string_view lines, std::size_t columns);

}  // namespace selvage::report
