#include "src/run/launch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace selvage::run {
namespace {

namespace fs = std::filesystem;
using clock = std::chrono::steady_clock;

/// So long an execution may show nothing of itself.
constexpr std::chrono::seconds patience{20};

std::string contents(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

class scratch_directory {
 public:
  scratch_directory() {
    std::string name = (fs::temp_directory_path() / "selvage-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw program_error("cannot make a temporary directory: " + std::string(std::strerror(errno)));
    path_ = name;
  }
  ~scratch_directory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  scratch_directory(const scratch_directory&) = delete;
  scratch_directory& operator=(const scratch_directory&) = delete;
  [[nodiscard]] fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

/// Counters in a file, mapped here and by the program's process.
class counters {
 public:
  explicit counters(const fs::path& file) {
    const int d = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (d < 0 || ftruncate(d, sizeof(shared_counters)) != 0)
      throw program_error("cannot write '" + file.string() + "'");
    void* const p = mmap(nullptr, sizeof(shared_counters), PROT_READ | PROT_WRITE, MAP_SHARED, d, 0);
    close(d);
    if (p == MAP_FAILED) throw program_error("cannot map '" + file.string() + "'");
    map_ = static_cast<shared_counters*>(p);
  }
  ~counters() { munmap(map_, sizeof(shared_counters)); }
  counters(const counters&) = delete;
  counters& operator=(const counters&) = delete;
  shared_counters* operator->() const noexcept { return map_; }

 private:
  shared_counters* map_;
};

void redirect(int descriptor, const char* file, int flags) {
  const int d = open(file, flags, 0600);
  if (d >= 0 && d != descriptor) {
    dup2(d, descriptor);
    close(d);
  }
}

[[noreturn]] void execute(const executable& what, const char* variable, const std::string& value) {
  setenv(variable, value.c_str(), 1);
  // Addresses that functions are bound to later would be forgotten after every execution.
  setenv("LD_BIND_NOW", "1", 1);
  // The same addresses in every process: programs that order or hash pointers repeat.
  personality(ADDR_NO_RANDOMIZE);
  std::vector<char*> arguments;
  std::string name = what.path.string();
  arguments.push_back(name.data());
  for (const auto& a : what.arguments) arguments.push_back(const_cast<char*>(a.c_str()));
  arguments.push_back(nullptr);
  execv(name.c_str(), arguments.data());
  _exit(127);
}

void use_standard_input() {
  struct stat s{};
  if (fstat(STDIN_FILENO, &s) != 0 || !S_ISREG(s.st_mode)) redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status))
    return "the program was killed by signal " + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) +
           ")";
  return "the program ended its process with status " + std::to_string(WEXITSTATUS(status)) +
         " behind the engine's back";
}

/// Returns false when the child was killed for standing still.
bool wait_for(pid_t child, const counters& seen, const progress& tick, int& status) {
  std::uint64_t begun = 0;
  auto since = clock::now();
  auto pause = std::chrono::milliseconds(1);
  for (;;) {
    const pid_t done = waitpid(child, &status, WNOHANG);
    if (done == child || (done < 0 && errno != EINTR)) return true;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(50));
    if (tick) tick(seen->executions.load());
    if (seen->begun.load() != begun) {
      begun = seen->begun.load();
      since = clock::now();
    } else if (clock::now() - since > patience) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      return false;
    }
  }
}

}  // namespace

executable executable::find(const std::vector<std::string>& command) {
  if (command.empty()) throw program_error("name the program to run, after --");
  const std::string& name = command.front();
  executable e{name, {command.begin() + 1, command.end()}};
  if (name.find('/') == std::string::npos) {
    std::istringstream path(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "");
    for (std::string directory; std::getline(path, directory, ':');) {
      const auto candidate = fs::path(directory.empty() ? "." : directory) / name;
      if (access(candidate.c_str(), X_OK) != 0 || fs::is_directory(candidate)) continue;
      e.path = candidate;
      break;
    }
  }
  std::error_code error;
  if (!fs::is_regular_file(e.path, error)) throw program_error("there is no program '" + name + "'");
  if (access(e.path.c_str(), X_OK) != 0)
    throw program_error("'" + name + "' cannot be executed: " + std::strerror(errno));
  const auto bytes = contents(e.path);
  if (!bytes.starts_with("\x7f"
                         "ELF") ||
      bytes.find("libselvage_run") == std::string::npos)
    throw program_error("'" + name + "' was not linked by selvage-cc or selvage-c++");
  return e;
}

answer perform(const executable& what, task t, printed* shown, const progress& tick) {
  const scratch_directory scratch;
  const auto task_file = scratch / "task", output = scratch / "output", error = scratch / "error";
  t.answer_file = scratch / "answer";
  t.progress_file = scratch / "progress";
  const counters seen(t.progress_file);
  std::ofstream(task_file) << to_json(t);

  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw program_error(std::string("cannot make a process: ") + std::strerror(errno));
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    use_standard_input();
    constexpr int anew = O_WRONLY | O_CREAT | O_TRUNC | O_APPEND;
    redirect(STDOUT_FILENO, shown != nullptr ? output.c_str() : "/dev/null", anew);
    redirect(STDERR_FILENO, shown != nullptr ? error.c_str() : "/dev/null", anew);
    execute(what, task_variable, task_file.string());
  }
  int status = 0;
  const bool moved = wait_for(child, seen, tick, status);
  if (shown != nullptr) *shown = {contents(output), contents(error)};
  const auto text = contents(t.answer_file);
  if (!text.empty()) return answer_from_json(text);

  answer a;
  a.executions = seen->executions.load();
  const auto running = seen->execution.load();
  const auto number = running == engine::profile_index ? std::string("the measuring execution")
                                                       : "execution " + std::to_string(running + 1);
  if (!moved) {
    a.inconclusive = number + " has done nothing that the engine sees for " + std::to_string(patience.count()) +
                     " s: a loop without scheduling points, or a call that blocks";
  } else if (WIFSIGNALED(status) && seen->begun.load() != 0) {
    a.violation.emplace();
    a.violation->verdict = model::verdict::crash;
    a.violation->execution = running;
    a.violation->detail = how_it_ended(status);
  } else {
    a.inconclusive = number + ": " + how_it_ended(status);
  }
  return a;
}

void become(const executable& what, const std::filesystem::path& counterexample) {
  use_standard_input();
  execute(what, replay_variable, fs::absolute(counterexample).string());
}

}  // namespace selvage::run
