#pragma once

#include <string>

namespace selvage::cli {

/// The day that a document shows, as YYYY-MM-DD: as given, or else of SOURCE_DATE_EPOCH, or today's. Throws
/// usage_error.
[[nodiscard]] std::string date_of(const std::string& given);

}  // namespace selvage::cli
