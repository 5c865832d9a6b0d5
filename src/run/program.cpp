#include "src/run/program.h"

#include <getopt.h>
#include <stdio_ext.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "src/engine/runtime.h"
#include "src/intercept/process.h"

extern char** environ;

namespace selvage::run {

bool explored = false;
bool isolated = false;

namespace {

program* the_program = nullptr;

}  // namespace

program::strings::strings(char** list) {
  for (; *list != nullptr; ++list) text_.append(*list).push_back('\0');
  live_.assign(text_.begin(), text_.end());
  for (std::size_t at = 0; at < text_.size(); at = text_.find('\0', at) + 1) pointers_.push_back(live_.data() + at);
  pointers_.push_back(nullptr);
  live_pointers_ = pointers_;
}

char** program::strings::restart() noexcept {
  std::memcpy(live_.data(), text_.data(), text_.size());
  std::memcpy(live_pointers_.data(), pointers_.data(), pointers_.size() * sizeof(char*));
  return live_pointers_.data();
}

program::program(main_function main, int argc, char** argv)
    : main_(main), argc_(argc), arguments_(argv), environment_(environ) {
  exit_actions_.reserve(256);
  struct stat s{};
  stdin_is_a_file_ = fstat(STDIN_FILENO, &s) == 0 && S_ISREG(s.st_mode);
  the_program = this;
  intercept::before_exit = [](int status, bool orderly) { the_program->leave(status, orderly); };
  intercept::only_once = only_once;
}

program::~program() {
  the_program = nullptr;
  intercept::before_exit = nullptr;
  intercept::only_once = nullptr;
}

program* program::current() noexcept { return the_program; }

void program::prepare() {
  argv_ = arguments_.restart();
  environ = environ_ = environment_.restart();
  optind = 1;
  if (stdin_is_a_file_) {
    __fpurge(stdin);
    lseek(STDIN_FILENO, 0, SEEK_SET);
  }
  if (feof_unlocked(stdin) || ferror_unlocked(stdin)) clearerr(stdin);
  exit_actions_.clear();
  main_returned_ = leaving_ = false;
  status_ = 0;
}

void program::flush() {
  for (FILE* f : {stdout, stderr}) {
    if (__fpending(f) == 0) continue;
    // An execution that was abandoned inside libc keeps the lock.
    if (ftrylockfile(f) != 0) continue;
    fflush_unlocked(f);
    funlockfile(f);
  }
}

void program::body(void* self) {
  auto& p = *static_cast<program*>(self);
  p.images_.construct(p.argc_, p.argv_, p.environ_);
  const int status = p.main_(p.argc_, p.argv_, p.environ_);
  if (p.exit_at_return_) std::exit(status);
  p.main_returned_ = true;
  p.status_ = status;
  // Threads that main leaves behind run on to their end; only then are the globals destroyed.
  for (engine::thread_id id = 1; id < engine::rt.thread_count(); ++id) engine::join(id);
  p.leaving_ = true;
  p.run_exit_actions();
}

void program::leave(int status, bool orderly) {
  status_ = status;
  if (leaving_) return;
  leaving_ = true;
  if (orderly) run_exit_actions();
}

void program::at_exit(const exit_action& a) {
  engine::rt.enter();
  exit_actions_.push_back(a);
  engine::rt.leave();
}

void program::run_exit_actions() {
  auto& thread_locals = engine::rt.current->at_exit;
  while (!thread_locals.empty()) {
    const engine::exit_action a = thread_locals.back();
    thread_locals.pop_back();
    a.function(a.argument);
  }
  while (!exit_actions_.empty()) {
    const exit_action a = exit_actions_.back();
    exit_actions_.pop_back();
    if (a.with_status != nullptr)
      a.with_status(status_, a.argument);
    else
      a.function(a.argument);
  }
  images_.destruct();
}

}  // namespace selvage::run
