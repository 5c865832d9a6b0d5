#include "src/run/launch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include "src/explore/counters.h"
#include "src/run/scratch_directory.h"

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
  const bool is_file = fstat(STDIN_FILENO, &s) == 0 && S_ISREG(s.st_mode);
  // Opened anew: processes that read it at the same time must not share where they are in it.
  redirect(STDIN_FILENO, is_file ? "/proc/self/fd/0" : "/dev/null", O_RDONLY);
}

std::string how_it_ended(int status) {
  if (WIFSIGNALED(status))
    return "the program was killed by signal " + std::to_string(WTERMSIG(status)) + " (" + strsignal(WTERMSIG(status)) +
           ")";
  return "the program ended its process with status " + std::to_string(WEXITSTATUS(status)) +
         " behind the engine's back";
}

answer understood(const std::string& text, const executable& what) {
  try {
    return answer_from_json(text);
  } catch (const std::exception&) {
    throw program_error("'" + what.path.string() +
                        "' runs with the libselvage_run of another version of Selvage: link it with this one's");
  }
}

/// Returns false when the child was killed for standing still.
bool wait_for(pid_t child, const worker_counters& seen, int& status) {
  std::uint64_t begun = 0;
  auto since = clock::now();
  auto pause = std::chrono::milliseconds(1);
  for (;;) {
    const pid_t done = waitpid(child, &status, WNOHANG);
    if (done == child || (done < 0 && errno != EINTR)) return true;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, std::chrono::milliseconds(50));
    if (seen.begun.load() != begun) {
      begun = seen.begun.load();
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

answer perform(const executable& what, task t, printed* shown) {
  const scratch_directory scratch;
  const auto task_file = scratch / "task", output = scratch / "output", error = scratch / "error";
  t.answer_file = scratch / "answer";
  std::optional<counters> own;
  if (t.progress_file.empty()) {
    t.progress_file = scratch / "progress";
    own.emplace(t.progress_file, 1, 1);
  } else {
    own.emplace(t.progress_file);
  }
  const auto& seen = own->of(t.worker);
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
  const auto begin = clock::now();
  const bool moved = wait_for(child, seen, status);
  if (shown != nullptr) *shown = {contents(output), contents(error)};
  if (const auto text = contents(t.answer_file); !text.empty()) return understood(text, what);

  answer a;
  a.executions = seen.executions.load();
  a.seconds = std::chrono::duration<double>(clock::now() - begin).count();
  const auto running = seen.execution.load();
  const auto number = running == engine::profile_index ? std::string("the measuring execution")
                                                       : "execution " + std::to_string(running + 1);
  a.ended_by = number_of(running);
  if (!moved) {
    a.inconclusive = number + " has done nothing that the engine sees for " + std::to_string(patience.count()) +
                     " s: a loop without scheduling points, or a call that blocks";
  } else if (WIFSIGNALED(status) && seen.begun.load() != 0) {
    a.violation.emplace();
    a.violation->verdict = model::verdict::crash;
    a.violation->execution = running;
    a.violation->detail = how_it_ended(status);
    a.violation->died = true;
  } else {
    a.inconclusive = number + ": " + how_it_ended(status);
  }
  own->stop_at(a.ended_by);
  return a;
}

void become(const executable& what, const std::filesystem::path& counterexample) {
  use_standard_input();
  execute(what, replay_variable, fs::absolute(counterexample).string());
}

}  // namespace selvage::run
