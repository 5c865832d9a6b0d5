#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace selvage::fuzzing {

/// Ends the process with one sentence and exit status 2.
[[noreturn]] void refuse(const std::string& why);

/// An environment variable; `otherwise` when it is not set, or empty.
[[nodiscard]] std::string variable(const char* name, const std::string& otherwise);

/// Writes a file about a violation to the folder SELVAGE_FUZZ_OUT, or the current one. Empty, after one sentence on
/// standard error, when it cannot be written.
std::filesystem::path write_found(const std::string& name, std::string_view text);

}  // namespace selvage::fuzzing
