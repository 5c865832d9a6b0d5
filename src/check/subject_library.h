#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/label.h"
#include "selvage/subject.h"
#include "src/check/program.h"

namespace selvage::check {

/// A subject that cannot be used; `what()` is one sentence.
class subject_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Which operations a subject implements.
class capabilities {
 public:
  capabilities() = default;
  /// Throws subject_error when a group's size is not the one of this tool, or create or destroy is missing.
  explicit capabilities(const selvage_subject& s);

  [[nodiscard]] bool has(model::operation op) const noexcept { return (bits_ >> static_cast<unsigned>(op) & 1U) != 0; }
  [[nodiscard]] bool has_events() const noexcept { return events_; }
  [[nodiscard]] bool has_handles() const noexcept { return handles_; }
  [[nodiscard]] bool has_async_results() const noexcept { return async_results_; }
  [[nodiscard]] bool has_registrations() const noexcept { return registrations_; }
  [[nodiscard]] bool has_disposal() const noexcept { return disposal_; }
  [[nodiscard]] bool has_duplicates() const noexcept { return duplicates_; }

  /// What `p` needs and the subject lacks, e.g. "wait_any"; empty when nothing.
  [[nodiscard]] std::string missing(const program& p) const;

 private:
  std::uint64_t bits_{};
  bool events_{};
  bool handles_{};
  bool duplicates_{};
  bool async_results_{};
  bool registrations_{};
  bool disposal_{};
};

/// A subject that is loaded. Copies share the table, which stays valid until the process ends: shared objects are
/// never unloaded, since an execution that was cut short may have left pointers into them.
struct subject {
  std::string name;  ///< as the command was given it: an in-tree name, or a path
  const selvage_subject* table{};
  capabilities can;
};

/// Loads the subject called `name`: a path when it contains a '/', otherwise a shared object of that name in the
/// plug-in directory. A plug-in is tried in a child process first, so that one that crashes while loading harms
/// nothing. Throws subject_error. Must not be called from controlled code.
[[nodiscard]] subject load_subject(const std::string& name);

/// Makes a subject of a table in this process. Throws subject_error as `load_subject` does.
[[nodiscard]] subject make_subject(const selvage_subject& table);

/// SELVAGE_SUBJECT_PATH, or lib/ beside the directory of the running executable.
[[nodiscard]] std::filesystem::path subject_directory();

/// The in-tree subjects that are there, sorted; mutants apart.
[[nodiscard]] std::vector<std::string> subject_names();
[[nodiscard]] std::vector<std::string> mutant_names();

}  // namespace selvage::check
