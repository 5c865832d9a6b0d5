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

std::vector<std::string> strings_of(char** list) {
  std::vector<std::string> result;
  for (; *list != nullptr; ++list) result.emplace_back(*list);
  return result;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts, std::vector<std::vector<char>>& storage) {
  std::vector<char*> result;
  for (const auto& t : texts) {
    storage.emplace_back(t.c_str(), t.c_str() + t.size() + 1);
    result.push_back(storage.back().data());
  }
  result.push_back(nullptr);
  return result;
}

void restart(std::vector<char*>& pointers, std::vector<std::vector<char>>& storage, std::size_t first,
             const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::memcpy(storage[first + i].data(), texts[i].c_str(), texts[i].size() + 1);
    pointers[i] = storage[first + i].data();
  }
  pointers[texts.size()] = nullptr;
}

}  // namespace

program::program(main_function main, int, char** argv)
    : main_(main), arguments_(strings_of(argv)), environment_(strings_of(environ)) {
  strings_.reserve(arguments_.size() + environment_.size());
  argv_ = pointers_to(arguments_, strings_);
  environ_ = pointers_to(environment_, strings_);
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
  restart(argv_, strings_, 0, arguments_);
  restart(environ_, strings_, arguments_.size(), environment_);
  environ = environ_.data();
  optind = 1;
  if (stdin_is_a_file_) {
    __fpurge(stdin);
    lseek(STDIN_FILENO, 0, SEEK_SET);
  }
  clearerr(stdin);
  exit_actions_.clear();
  main_returned_ = leaving_ = false;
  status_ = 0;
}

void program::flush() {
  for (FILE* f : {stdout, stderr}) {
    // An execution that was abandoned inside libc keeps the lock.
    if (ftrylockfile(f) != 0) continue;
    fflush_unlocked(f);
    funlockfile(f);
  }
}

void program::body(void* self) {
  auto& p = *static_cast<program*>(self);
  const int argc = static_cast<int>(p.arguments_.size());
  p.images_.construct(argc, p.argv_.data(), p.environ_.data());
  const int status = p.main_(argc, p.argv_.data(), p.environ_.data());
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
