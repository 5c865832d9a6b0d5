#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "src/program/program.h"

namespace selvage::check {

/// A file of a corpus that is no program; `what()` names the file and says why, in one sentence.
class corpus_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A program worth keeping, and the seed of the schedules that made it so.
struct corpus_entry {
  program what;
  std::uint64_t seed{};
  bool interrupts{};

  friend bool operator==(const corpus_entry&, const corpus_entry&) = default;
};

/// The text of a corpus file: a program, with the rest in comments.
[[nodiscard]] std::string to_text(const corpus_entry& e);

/// Reads what `to_text` writes, or any other program, whose seed is 1 then. Throws program_error.
[[nodiscard]] corpus_entry parse_corpus_entry(std::string_view text);

/// The name of an entry's file: what it is about, and a hash of the text.
[[nodiscard]] std::string corpus_file_name(const corpus_entry& e);

/// A folder of programs, one a file with the extension "program". Others are left alone, and so are files that are
/// still being written. Files are written beside their place and then put there in one step, so that no moment at which
/// a process dies leaves half of one behind.
class corpus {
 public:
  /// Makes the folder when it is not there. Throws corpus_error.
  explicit corpus(std::filesystem::path folder);

  /// The entries in the order of their files' names. Throws corpus_error.
  [[nodiscard]] std::vector<corpus_entry> load() const;

  /// Throws std::runtime_error, one sentence.
  void add(const corpus_entry& e) const;

  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace selvage::check
