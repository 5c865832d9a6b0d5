#pragma once

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>

#include "src/run/program_error.h"

namespace selvage::run {

/// A temporary directory, for as long as this lives.
class scratch_directory {
 public:
  /// Throws program_error.
  scratch_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "selvage-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw program_error("cannot make a temporary directory: " + std::string(std::strerror(errno)));
    path_ = name;
  }
  ~scratch_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;
  [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace selvage::run
