#include "src/check/subject_library.h"

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "model/operation.h"
#include "src/engine/engine.h"

namespace selvage::check {
namespace {

namespace fs = std::filesystem;
using model::operation;

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

const selvage_subject* open_table(const fs::path& file) {
  void* const library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw subject_error("cannot load subject " + quoted(file) + ": " + loader_message(file));
  void* const symbol = dlsym(library, SELVAGE_SUBJECT_ENTRY);
  if (symbol == nullptr) {
    throw subject_error(quoted(file) + " is no subject: it does not export " SELVAGE_SUBJECT_ENTRY
                                       " (see include/selvage/subject.h)");
  }
  selvage_subject_entry_fn entry = nullptr;
  std::memcpy(&entry, &symbol, sizeof entry);
  const selvage_subject* const table = entry();
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
  if (s.events == nullptr && s.handles == nullptr && s.async_results == nullptr && s.disposal == nullptr)
    throw subject_error("subject " + where + " has neither events nor handles nor any other group of functions");
}

template <typename Group>
void check_group(const Group& g, const char* what) {
  if (g.size != sizeof(Group)) {
    throw subject_error(std::string("the subject's ") + what + " functions take " + std::to_string(g.size) +
                        " bytes, this tool expects " + std::to_string(sizeof(Group)) +
                        ": compile it with this tool's selvage/subject.h");
  }
  if (g.create == nullptr || g.destroy == nullptr) {
    throw subject_error(std::string("the subject's ") + what + " lack create or destroy");
  }
}

subject finish(const selvage_subject* table, const std::string& name) {
  check_table(*table, "'" + name + "'");
  return {name, table, capabilities(*table)};
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
  for (ssize_t n = 0; (n = read(ends[0], buffer.data(), buffer.size())) > 0;)
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

capabilities::capabilities(const selvage_subject& s) {
  const auto add = [this](operation op, bool there) {
    if (there) bits_ |= std::uint64_t{1} << static_cast<unsigned>(op);
  };
  if (s.events != nullptr) {
    const auto& e = *s.events;
    check_group(e, "events");
    events_ = true;
    duplicates_ = e.duplicate != nullptr;
    add(operation::set, e.set != nullptr);
    add(operation::reset, e.reset != nullptr);
    add(operation::pulse, e.pulse != nullptr);
    add(operation::wait, e.wait != nullptr);
    add(operation::close, e.close != nullptr);
    add(operation::wait_any, e.wait_any != nullptr);
    add(operation::wait_all, e.wait_all != nullptr);
    add(operation::signal_and_wait, e.signal_and_wait != nullptr);
  }
  if (s.handles != nullptr) {
    const auto& h = *s.handles;
    check_group(h, "handles");
    handles_ = true;
    add(operation::add_ref, h.add_ref != nullptr);
    add(operation::release, h.release != nullptr);
    add(operation::dispose, h.dispose != nullptr);
    add(operation::set_invalid, h.set_invalid != nullptr);
    add(operation::is_closed, h.is_closed != nullptr);
  }
  if (s.async_results != nullptr) {
    const auto& r = *s.async_results;
    check_group(r, "async results");
    async_results_ = true;
    add(operation::begin, r.begin != nullptr);
    add(operation::complete, r.complete != nullptr);
    add(operation::end, r.end != nullptr);
    add(operation::is_completed, r.is_completed != nullptr);
    add(operation::completed_synchronously, r.completed_synchronously != nullptr);
    add(operation::wait_handle, r.wait_handle != nullptr);
    add(operation::close_handle, r.close_handle != nullptr);
  }
  if (s.registrations != nullptr) {
    const auto& r = *s.registrations;
    check_group(r, "registrations");
    if (r.pool_create == nullptr || r.pool_destroy == nullptr)
      throw subject_error("the subject's registrations functions lack pool_create or pool_destroy");
    registrations_ = events_;
    add(operation::register_wait, r.register_wait != nullptr);
    add(operation::unregister, r.unregister != nullptr);
    add(operation::unregister_blocking, r.unregister_blocking != nullptr);
  }
  if (s.disposal != nullptr) {
    const auto& d = *s.disposal;
    check_group(d, "disposal");
    disposal_ = true;
    add(operation::use, d.use != nullptr);
    add(operation::start, d.start != nullptr);
    add(operation::finish, d.finish != nullptr);
    add(operation::dispose_sync, d.dispose_sync != nullptr);
    add(operation::dispose_async, d.dispose_async != nullptr);
  }
}

std::string capabilities::missing(const program& p) const {
  for (const auto& o : p.objects) {
    const auto kind = o.spec.kind;
    switch (model::info(kind).of) {
      case model::family::handles:
        if (!handles_) return "safe handles";
        break;
      case model::family::events:
        if (!events_) return "events";
        break;
      case model::family::async_results:
        if (!async_results_) return "async results";
        break;
      case model::family::disposal:
        if (!disposal_) return "asynchronous disposal";
        break;
      case model::family::registrations:
        if (!registrations_) return "registered waits";
        break;
    }
    if (kind == model::object_kind::duplicate && !duplicates_) return "duplicate";
  }
  const auto lacks = [this](const std::vector<program_operation>& operations) -> std::string {
    for (const auto& o : operations) {
      if (!has(o.op)) return std::string(operation_name(o.op));
    }
    return {};
  };
  for (const auto& t : p.threads) {
    if (auto what = lacks(t); !what.empty()) return what;
  }
  for (const auto& o : p.objects) {
    if (auto what = lacks(o.callback); !what.empty()) return what;
  }
  return {};
}

subject load_subject(const std::string& name) {
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
  auto loaded = finish(open_table(file), name);
  engine::images_loaded();
  return loaded;
}

subject make_subject(const selvage_subject& table) {
  return finish(&table, table.name == nullptr ? "unnamed" : table.name);
}

fs::path subject_directory() {
  if (const char* const set = std::getenv("SELVAGE_SUBJECT_PATH"); set != nullptr && *set != '\0') return set;
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path().parent_path() / "lib";
}

std::vector<std::string> subject_names() { return in_directory(false); }
std::vector<std::string> mutant_names() { return in_directory(true); }

}  // namespace selvage::check
