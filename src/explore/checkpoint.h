#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <variant>

#include "src/explore/campaign_result.h"

namespace selvage::check {

/// A checkpoint's file that cannot be used: one sentence.
class checkpoint_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The file from which a suite goes on where another process ended, or was killed. It is replaced as a whole, so that
/// at any moment it is a whole one. Not thread-safe.
class checkpoint {
 public:
  /// Reads the file when it is there. `identity` is one line: what the suite explores and how. Throws
  /// checkpoint_error when the file is no checkpoint, or that of another suite.
  checkpoint(std::filesystem::path file, std::string identity);

  /// The result of an item that was explored to its end; null for any other.
  [[nodiscard]] const campaign_result* result_of(std::size_t item) const;
  /// Where to go on with an item; null when it was not begun or is at its end.
  [[nodiscard]] const campaign_state* state_of(std::size_t item) const;

  /// Writes the file. Throws checkpoint_error when it cannot.
  void save(std::size_t item, const campaign_state& s);
  void finish(std::size_t item, const campaign_result& r);

 private:
  using entry = std::variant<campaign_state, campaign_result>;

  void read(const std::string& text);
  void write() const;

  std::filesystem::path file_;
  std::string identity_;
  std::map<std::size_t, entry> items_;
};

}  // namespace selvage::check
