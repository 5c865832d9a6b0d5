#pragma once

#include <string>
#include <vector>

#include "src/run/images.h"

namespace selvage::run {

using main_function = int (*)(int, char**, char**);

/// The program under exploration: what one execution of it does, and what has to be put back before the next.
/// One a process.
class program {
 public:
  program(main_function main, int argc, char** argv);
  ~program();
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  /// Puts back what the engine does not: arguments, environment, the state of libc that programs see. Not in control.
  void prepare();

  /// Whether the return of main ends an execution as exit() does, whatever threads are left.
  void exit_at_return(bool on) noexcept { exit_at_return_ = on; }

  /// The body of an execution: constructors, main, the end of the other threads, destructors.
  static void body(void* self);

  /// Flushes what the program has printed. Not in control.
  static void flush();

  [[nodiscard]] bool main_returned() const noexcept { return main_returned_; }
  /// That of main or of exit(); 0 while there is none.
  [[nodiscard]] int status() const noexcept { return status_; }

  /// In control: exit() and its kin. Runs what was registered with atexit when `orderly`.
  void leave(int status, bool orderly);

  /// The one program; null when nothing is explored.
  static program* current() noexcept;

  struct exit_action {
    void (*function)(void*);          ///< of __cxa_atexit
    void (*with_status)(int, void*);  ///< of on_exit
    void* argument;
  };
  /// In control.
  void at_exit(const exit_action& a);

 private:
  /// A list of strings that the program may write to.
  class strings {
   public:
    explicit strings(char** list);
    strings(const strings&) = delete;
    strings& operator=(const strings&) = delete;
    /// The list as it was.
    char** restart() noexcept;

   private:
    std::string text_;  ///< one behind the other, each with its end
    std::vector<char> live_;
    std::vector<char*> pointers_;
    std::vector<char*> live_pointers_;
  };

  void run_exit_actions();

  main_function main_;
  program_images images_;
  int argc_;
  strings arguments_;
  strings environment_;
  char** argv_{};
  char** environ_{};
  std::vector<exit_action> exit_actions_;
  bool stdin_is_a_file_{};
  bool exit_at_return_{};
  bool main_returned_{};
  bool leaving_{};
  int status_{};
};

/// Set by interceptions: libc's random numbers are in use and must begin anew in every execution.
extern bool uses_random_numbers;
/// This process explores or replays: it ends without the exit handlers that were registered before main.
extern bool explored;
/// Every execution has a process of its own: what cannot be repeated in one process is allowed.
extern bool isolated;
/// In control: ends the execution where it shares its process with others.
void only_once(const char* function);

}  // namespace selvage::run
