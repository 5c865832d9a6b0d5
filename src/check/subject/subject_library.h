#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "selvage/subject.h"
#include "src/check/subject/subject.h"

namespace selvage::check {

/// Whether a subject is to run under the engine, or may be one that runs on free-running threads alone.
enum class runs : bool { under_the_engine, anywhere };

/// Loads the subject called `name`: a weakest machine's name, a path when it contains a '/', otherwise a shared object
/// of that name in the plug-in directory. A plug-in is tried in a child process first, so that one that crashes while
/// loading harms nothing. Throws subject_error, also for one that cannot run as `how` says. Must not be called from
/// controlled code.
[[nodiscard]] subject load_subject(const std::string& name, runs how = runs::under_the_engine);

/// Makes a subject of a table in this process. Throws subject_error as `load_subject` does.
[[nodiscard]] subject make_subject(const selvage_subject& table);

/// SELVAGE_SUBJECT_PATH, or lib/ beside the directory of the running executable. Throws subject_error when the former
/// is no directory.
[[nodiscard]] std::filesystem::path subject_directory();

/// The in-tree subjects that are there, sorted; mutants apart.
[[nodiscard]] std::vector<std::string> subject_names();
[[nodiscard]] std::vector<std::string> mutant_names();

/// A subject of this tree that was not built, and the Debian package that it needs.
struct absent_subject {
  std::string name;
  std::string package;
};
[[nodiscard]] std::vector<absent_subject> absent_subjects();

}  // namespace selvage::check
