// Stands between the C runtime and main: a program that is not explored runs as it always did.

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/engine/image.h"
#include "src/engine/loading.h"
#include "src/engine/real.h"
#include "src/explore/counterexample_text.h"
#include "src/intercept/control.h"
#include "src/run/counterexample.h"
#include "src/run/explorer.h"
#include "src/run/not_instrumented.h"
#include "src/strategy/strategies.h"

namespace selvage::run {
namespace {

const char* task_file = nullptr;
const char* replay_file = nullptr;
main_function the_main;

const char* value_of(std::string_view variable, char** environment) {
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    if (entry.starts_with(variable) && entry.substr(variable.size()).starts_with('='))
      return *environment + variable.size() + 1;
  }
  return nullptr;
}

const char* copy_of(const char* text) { return text == nullptr ? nullptr : strdup(text); }

std::optional<engine::loading> libraries_are_loaded;

// Runs before every other constructor, libc's own among them: there is no getenv yet. What other libraries allocate
// from here on belongs to the snapshot.
__attribute__((constructor)) void learn(int, char**, char** environment) {
  task_file = copy_of(value_of(task_variable, environment));
  replay_file = copy_of(value_of(replay_variable, environment));
  explored = task_file != nullptr || replay_file != nullptr;
  if (!explored) return;
  remember_unconstructed_libraries();
#ifndef SELVAGE_WITH_TSAN  // there memory is ThreadSanitizer's
  libraries_are_loaded.emplace();
#endif
}

/// The program has the environment that it would have had.
void tidy_environment() {
  for (const char* const variable : {task_variable, replay_variable, "LD_BIND_NOW"}) unsetenv(variable);
}

[[noreturn]] void end(int status) {
  engine::real().immediate_exit(status);
  __builtin_unreachable();
}

std::string contents(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

int do_task(int argc, char** argv) {
  const auto text = contents(task_file);
  answer a;
  try {
    const auto t = task_from_json(text);
    program p(the_main, argc, argv);
    auto unseen = t.kind == task_kind::explore && t.worker == 0 ? not_instrumented() : std::vector<unseen_code>();
    a = explorer(p, t).work();
    a.not_instrumented = std::move(unseen);
    a.slow_switch = engine::price(engine::rt.thread_switch());
  } catch (const std::exception& e) {
    a.inconclusive = e.what();
  }
  check::write_whole(answer_file_of(text), to_json(a));
  return 0;
}

/// In a process of its own the strategy comes to the execution again, which took its process with it.
int replay_death(const counterexample& c, int argc, char** argv) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot make a process");
  if (child == 0) {
    task t;
    t.how = c.how;
    t.detect = c.detect;
    t.nonzero_is_failure = c.nonzero_is_failure;
    t.exit_at_return = c.exit_at_return;
    const auto* const known = strategy::named(c.how.strategy);
    if (known == nullptr) engine::real().immediate_exit(0);
    const bool measures = c.execution == engine::profile_index;
    t.first = known->by_index && !measures ? c.execution : 0;
    t.executions = measures ? 1 : c.execution + 1;
    program p(the_main, argc, argv);
    explorer e(p, t);
    isolated = c.isolate;
    static_cast<void>(e.work());
    engine::real().immediate_exit(0);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const bool died = WIFSIGNALED(status);
  if (died)
    std::printf("reproduced: crash, signal %d\n", WTERMSIG(status));
  else
    std::printf("not reproduced: the program does not die here any more\n");
  std::fflush(stdout);
  return died ? 1 : 0;
}

/// As `selvage replay` says it of other counterexamples.
int do_replay(int argc, char** argv) {
  engine::leave_globals_unguarded();
  const auto c = parse_counterexample(check::read_whole(replay_file));
  if (c.died) return replay_death(c, argc, argv);
  task t;
  t.kind = task_kind::replay;
  t.how = c.how;
  t.detect = c.detect;
  t.isolate = false;
  t.nonzero_is_failure = c.nonzero_is_failure;
  t.exit_at_return = c.exit_at_return;
  t.execution = c.execution;
  t.choices = c.choices;
  program p(the_main, argc, argv);
  explorer e(p, t);
  isolated = c.isolate;  // replayed in this one process, where a debugger sees it
  const auto shown = *e.work().violation;
  const std::string said(model::name(c.verdict));
  std::string text;
  if (content_of("/proc/self/exe") != c.content) text += "the program has changed since the file was written\n";
  if (!shown.divergence.empty()) text += "the schedule no longer fits: " + shown.divergence + "\n";
  int status = 1;
  if (!shown.unsupported.empty()) {
    text += "inconclusive: " + shown.unsupported + "\n";
    status = 3;
  } else if (shown.verdict == model::verdict::holds) {
    text += "not reproduced: the program does not show " + said + " here any more\n";
    status = shown.divergence.empty() ? 0 : 3;
  } else {
    text += std::string(model::name(shown.verdict)) + ": " + shown.detail + "\n";
    for (const auto& s : shown.stuck) text += "  " + s + "\n";
    text += shown.findings + shown.warnings;
    text += shown.verdict == c.verdict ? "reproduced: " + said + "\n"
                                       : "reproduced differently: " + std::string(model::name(shown.verdict)) +
                                             ", the file says " + said + "\n";
  }
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
  return status;
}

int controlled_main(int argc, char** argv, char**) {
  libraries_are_loaded.reset();
  tidy_environment();
  int status = 2;
  try {
    status = task_file == nullptr ? do_replay(argc, argv) : do_task(argc, argv);
  } catch (const check::counterexample_error& e) {
    std::fprintf(stderr, "selvage: '%s' %s\n", replay_file != nullptr ? replay_file : task_file, e.what());
  } catch (const std::exception& e) {
    std::fprintf(stderr, "selvage: %s\n", e.what());
  }
  // The globals are no program's now: nothing of the ordinary end of a process applies to them.
  end(status);
}

using start_function = int (*)(int (*)(int, char**, char**), int, char**, int (*)(int, char**, char**), void (*)(),
                               void (*)(), void*);

}  // namespace
}  // namespace selvage::run

extern "C" int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv,
                                 int (*init)(int, char**, char**), void (*fini)(), void (*rtld_fini)(),
                                 void* stack_end);

SELVAGE_INTERCEPT int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv,
                                        int (*init)(int, char**, char**), void (*fini)(), void (*rtld_fini)(),
                                        void* stack_end) {
  using namespace selvage::run;
  const auto real = reinterpret_cast<start_function>(dlsym(RTLD_NEXT, "__libc_start_main"));
  if (!explored) return real(main, argc, argv, init, fini, rtld_fini, stack_end);
  the_main = main;
  // With an init function given, libc leaves the executable's constructors to it: they run in every execution.
  const auto nothing = [](int, char**, char**) { return 0; };
  return real(controlled_main, argc, argv, nothing, fini, rtld_fini, stack_end);
}
