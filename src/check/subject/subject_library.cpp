#include "src/check/subject/subject_library.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

#include "src/check/subject/weakest.h"
#include "src/engine/engine.h"
#include "src/engine/loading.h"

namespace selvage::check {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mutant_prefix = "mutant-";

std::string quoted(const fs::path& file) { return "'" + file.string() + "'"; }

bool is_shared_object(const fs::path& file) {
  std::array<char, EI_NIDENT + 2> head{};
  std::ifstream in(file, std::ios::binary);
  if (!in.read(head.data(), head.size())) return false;
  std::uint16_t type = 0;
  std::memcpy(&type, head.data() + EI_NIDENT, sizeof type);
  return std::memcmp(head.data(), ELFMAG, SELFMAG) == 0 && type == ET_DYN;
}

/// dlerror's text without the path in front of it, in one line.
std::string loader_message(const fs::path& file) {
  const char* const raw = dlerror();
  std::string text = raw == nullptr ? "unknown error" : raw;
  const auto prefix = file.string() + ": ";
  if (text.starts_with(prefix)) text.erase(0, prefix.size());
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

template <class Call>
auto while_loading(const Call& call) {
  const engine::loading here;
  return call();
}

const selvage_subject* open_table(const fs::path& file) {
  void* const library = while_loading([&] { return dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL); });
  if (library == nullptr) throw subject_error("cannot load subject " + quoted(file) + ": " + loader_message(file));
  void* const symbol = dlsym(library, SELVAGE_SUBJECT_ENTRY);
  if (symbol == nullptr) {
    throw subject_error(quoted(file) + " is no subject: it does not export " SELVAGE_SUBJECT_ENTRY
                                       " (see include/selvage/subject.h)");
  }
  selvage_subject_entry_fn entry = nullptr;
  std::memcpy(&entry, &symbol, sizeof entry);
  const selvage_subject* const table = while_loading(entry);
  if (table == nullptr)
    throw subject_error("subject " + quoted(file) + " gave no table: " SELVAGE_SUBJECT_ENTRY " returned null");
  return table;
}

void check_table(const selvage_subject& s, const std::string& where) {
  if (s.abi != SELVAGE_SUBJECT_ABI) {
    throw subject_error("subject " + where + " was built for version " + std::to_string(s.abi) +
                        " of the subject interface, this tool has version " + std::to_string(SELVAGE_SUBJECT_ABI));
  }
  if (s.size != sizeof(selvage_subject)) {
    throw subject_error("subject " + where + " has a table of " + std::to_string(s.size) +
                        " bytes, this tool expects " + std::to_string(sizeof(selvage_subject)) +
                        ": compile it with this tool's selvage/subject.h");
  }
  if (s.events == nullptr && s.handles == nullptr && s.async_results == nullptr && s.disposal == nullptr &&
      s.event_based == nullptr && s.components == nullptr)
    throw subject_error("subject " + where + " has neither events nor handles nor any other group of functions");
}

subject finish(const selvage_subject* table, const std::string& name) {
  check_table(*table, "'" + name + "'");
  return {name, table, capabilities(*table), {}, nullptr};
}

/// Loads the subject in a child and passes on what went wrong there.
void try_in_child(const fs::path& file, const std::string& name) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw subject_error("cannot load subject " + quoted(file) + ": no pipe");
  const pid_t child = fork();
  if (child < 0) throw subject_error("cannot load subject " + quoted(file) + ": cannot start a process");
  if (child == 0) {
    alarm(30);
    std::string message;
    try {
      finish(open_table(file), name);
    } catch (const subject_error& e) {
      message = e.what();
    }
    const auto written = write(ends[1], message.data(), message.size());
    _exit(written == static_cast<ssize_t>(message.size()) ? (message.empty() ? 0 : 1) : 1);
  }
  close(ends[1]);
  std::string message;
  std::array<char, 512> buffer{};
  for (ssize_t n = 0; (n = ::read(ends[0], buffer.data(), buffer.size())) > 0;)
    message.append(buffer.data(), static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!message.empty()) throw subject_error(message);
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    throw subject_error("subject " + quoted(file) +
                        (number == SIGALRM ? " does not finish loading (30 s)"
                                           : std::string(" crashes while loading (") + strsignal(number) + ")"));
  }
  if (status != 0) throw subject_error("subject " + quoted(file) + " ends the process while loading");
}

std::set<std::string> images() {
  std::set<std::string> files;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* all) {
        static_cast<std::set<std::string>*>(all)->emplace(info->dlpi_name);
        return 0;
      },
      &files);
  return files;
}

/// libstdc++ and what is below it: the detectors know what they do.
bool is_modelled(const std::string& image) {
  constexpr std::array known{"libc.so.",       "libm.so.",  "libgcc_s.so.", "libstdc++.so.", "libatomic.so.",
                             "libpthread.so.", "libdl.so.", "librt.so.",    "ld-linux",      "linux-vdso"};
  return std::ranges::any_of(known, [&](const char* k) { return image.starts_with(k); });
}

/// Of the images that came after `before`: instrumented code calls functions of that name.
std::string first_uninstrumented(const std::set<std::string>& before) {
  for (const auto& file : images()) {
    const auto image = fs::path(file).filename().string();
    if (before.contains(file) || is_modelled(image)) continue;
    std::ifstream in(file, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (bytes.find("__tsan_") == std::string::npos) return image + " is not instrumented";
  }
  return {};
}

std::vector<std::string> in_directory(bool mutants) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(subject_directory(), ignored)) {
    const auto& file = entry.path();
    if (file.extension() != ".so" || file.filename().string().starts_with("lib")) continue;
    const auto name = file.stem().string();
    if (name.starts_with(mutant_prefix) == mutants) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

subject load_subject(const std::string& name, runs how) {
  if (auto weakest = weakest_named(name)) return *std::move(weakest);
  const bool path = name.find('/') != std::string::npos;
  const fs::path file = path ? fs::path(name) : subject_directory() / (name + ".so");
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    throw subject_error(path ? "there is no file " + quoted(file)
                             : "there is no subject '" + name +
                                   "'; `selvage list subjects` names them, and a path to a shared object needs a '/'");
  }
  if (!is_shared_object(file)) throw subject_error(quoted(file) + " is no shared object");
  try_in_child(file, name);
  const auto before = images();
  auto loaded = finish(open_table(file), name);
  if (how == runs::under_the_engine && !loaded.can.controllable()) {
    throw subject_error("subject '" + name +
                        "' runs on free-running threads alone; record what it does: "
                        "selvage trace record " +
                        name);
  }
  loaded.not_instrumented = first_uninstrumented(before);
  engine::images_loaded();
  return loaded;
}

subject make_subject(const selvage_subject& table) {
  return finish(&table, table.name == nullptr ? "unnamed" : table.name);
}

fs::path subject_directory() {
  std::error_code ignored;
  if (const char* const set = std::getenv("SELVAGE_SUBJECT_PATH"); set != nullptr && *set != '\0') {
    if (!fs::is_directory(set, ignored))
      throw subject_error("SELVAGE_SUBJECT_PATH: there is no directory " + quoted(set));
    return set;
  }
  const auto libraries = fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "lib";
  const auto installed = libraries / "selvage";  // a build has other libraries there
  return fs::exists(installed / "absent-subjects", ignored) ? installed : libraries;
}

std::vector<std::string> subject_names() {
  auto names = in_directory(false);
  for (auto& n : weakest_names()) names.push_back(std::move(n));
  std::ranges::sort(names);
  return names;
}
std::vector<std::string> mutant_names() { return in_directory(true); }

std::vector<absent_subject> absent_subjects() {
  std::vector<absent_subject> all;
  std::ifstream in(subject_directory() / "absent-subjects");
  for (absent_subject a; in >> a.name >> a.package;) all.push_back(a);
  return all;
}

}  // namespace selvage::check
