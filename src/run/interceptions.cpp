// What whole programs call beside the engine's own interceptions: the registration of exit handlers, libc state that
// must begin anew in every execution, and what cannot be repeated in one process.

#include <dlfcn.h>
#include <sys/file.h>

#include <cerrno>
#include <cstdio>
#include <string>

#include "src/engine/sync.h"
#include "src/intercept/control.h"
#include "src/intercept/next.h"
#include "src/run/program.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;
using selvage::run::program;

kernel_object& lock_of(FILE* f) noexcept { return rt.objects.find(f, kernel_kind::mutex); }

}  // namespace

// ---- the end of the program

extern "C" int __cxa_atexit(void (*function)(void*), void* argument, void* image) noexcept;
SELVAGE_INTERCEPT int __cxa_atexit(void (*function)(void*), void* argument, void* image) noexcept {
  program* p = program::current();
  // Libraries that the dynamic linker has constructed are constructed anew: what they registered then is void.
  if (p == nullptr && selvage::run::explored) return 0;
  if (p == nullptr || !rt.in_control()) return SELVAGE_NEXT(__cxa_atexit)(function, argument, image);
  p->at_exit({function, nullptr, argument});
  return 0;
}

SELVAGE_INTERCEPT int on_exit(void (*function)(int, void*), void* argument) noexcept {
  program* p = program::current();
  if (p == nullptr || !rt.in_control()) return SELVAGE_NEXT(on_exit)(function, argument);
  p->at_exit({nullptr, function, argument});
  return 0;
}

// ---- libc's state

// A buffer of the program's would outlive the execution: in control the standard streams keep their own.
SELVAGE_INTERCEPT int setvbuf(FILE* f, char* buffer, int mode, std::size_t size) noexcept {
  if (rt.in_control() && (f == stdin || f == stdout || f == stderr)) return 0;
  return SELVAGE_NEXT(setvbuf)(f, buffer, mode, size);
}
SELVAGE_INTERCEPT void setbuf(FILE* f, char* buffer) noexcept {
  setvbuf(f, buffer, buffer != nullptr ? _IOFBF : _IONBF, BUFSIZ);
}

SELVAGE_INTERCEPT void flockfile(FILE* f) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(flockfile)(f);
  control c;
  sync::lock(lock_of(f), sync::mutex_type::recursive);
}
SELVAGE_INTERCEPT int ftrylockfile(FILE* f) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(ftrylockfile)(f);
  control c;
  return sync::try_lock(lock_of(f), sync::mutex_type::recursive);
}
SELVAGE_INTERCEPT void funlockfile(FILE* f) noexcept {
  if (!rt.in_control()) return SELVAGE_NEXT(funlockfile)(f);
  control c;
  sync::unlock(lock_of(f), sync::mutex_type::recursive);
}

// ---- calls that the kernel may block

// Between two open files of one program a lock would never come.
SELVAGE_INTERCEPT int flock(int d, int operation) noexcept {
  const auto real_flock = SELVAGE_NEXT(flock);
  if (!rt.in_control() || (operation & (LOCK_NB | LOCK_UN)) != 0) return real_flock(d, operation);
  const int result = real_flock(d, operation | LOCK_NB);
  if (result == 0 || errno != EWOULDBLOCK) return result;
  control c;
  rt.stop(ending::unsupported,
          "flock of file descriptor " + std::to_string(d) + " would block, which the engine does not model");
}

// ---- what one process cannot do again and again

void selvage::run::only_once(const char* function) {
  if (isolated) return;
  rt.enter();
  rt.stop(ending::unsupported,
          std::string(function) + " was called, which cannot be repeated in one process: use --isolate=fork");
}

// Returns libc's function, to which the stub jumps with the caller's arguments and return address untouched: dlopen
// looks at them.
extern "C" __attribute__((visibility("hidden"), used)) void* selvage_only_once(const char* name, void** real,
                                                                               int even_isolated) noexcept {
  if (rt.in_control() && even_isolated != 0) {
    rt.enter();
    rt.stop(ending::unsupported, std::string(name) + " was called, which the engine does not model");
  }
  if (rt.in_control()) selvage::run::only_once(name);
  if (*real == nullptr) *real = dlsym(RTLD_NEXT, name);
  return *real;
}

#define SELVAGE_STUB(function, even_isolated)                                                            \
  asm(".text\n.globl " #function "\n.type " #function ", @function\n" #function                          \
      ":\n"                                                                                              \
      "  pushq %rdi\n  pushq %rsi\n  pushq %rdx\n  pushq %rcx\n  pushq %r8\n  pushq %r9\n  pushq %rax\n" \
      "  leaq 1f(%rip), %rdi\n  leaq 2f(%rip), %rsi\n  movl $" #even_isolated                            \
      ", %edx\n"                                                                                         \
      "  call selvage_only_once\n  movq %rax, %r11\n"                                                    \
      "  popq %rax\n  popq %r9\n  popq %r8\n  popq %rcx\n  popq %rdx\n  popq %rsi\n  popq %rdi\n"        \
      "  jmpq *%r11\n"                                                                                   \
      ".size " #function ", .-" #function                                                                \
      "\n"                                                                                               \
      ".section .rodata\n1: .asciz \"" #function                                                         \
      "\"\n"                                                                                             \
      ".section .bss\n.balign 8\n2: .skip 8\n.text\n");

#define SELVAGE_ONCE(function) SELVAGE_STUB(function, 0)
#define SELVAGE_NEVER(function) SELVAGE_STUB(function, 1)

SELVAGE_ONCE(dlopen)
SELVAGE_ONCE(dlmopen)
SELVAGE_ONCE(chdir)
SELVAGE_ONCE(fchdir)
SELVAGE_ONCE(chroot)
SELVAGE_ONCE(freopen)
SELVAGE_ONCE(daemon)
SELVAGE_NEVER(execl)
SELVAGE_NEVER(execle)
SELVAGE_NEVER(execlp)
SELVAGE_NEVER(execv)
SELVAGE_NEVER(execve)
SELVAGE_NEVER(execvp)
SELVAGE_NEVER(execvpe)
SELVAGE_NEVER(fexecve)
SELVAGE_NEVER(setitimer)
SELVAGE_NEVER(alarm)
