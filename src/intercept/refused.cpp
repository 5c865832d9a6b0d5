// Functions that block or make threads behind the engine's back. In control they end the execution by name;
// elsewhere they are libc's.

#include <dlfcn.h>

#include "src/engine/runtime.h"

namespace {

using selvage::engine::ending;
using selvage::engine::rt;

}  // namespace

// Returns libc's function, to which the stub jumps with the caller's arguments untouched.
extern "C" __attribute__((visibility("hidden"), used)) void* selvage_refuse(const char* name, void** real) noexcept {
  if (rt.in_control()) {
    rt.enter();
    rt.stop(ending::unsupported, std::string(name) + " was called, which the engine does not model");
  }
  if (*real == nullptr) *real = dlsym(RTLD_NEXT, name);
  return *real;
}

// The stub keeps every register that carries an argument, floating-point ones among them.
#define SELVAGE_REFUSE(function)                                                  \
  asm(".text\n.globl " #function "\n.type " #function ", @function\n" #function ":\n" \
      "  pushq %rdi\n  pushq %rsi\n  pushq %rdx\n  pushq %rcx\n  pushq %r8\n  pushq %r9\n  pushq %rax\n" \
      "  leaq 1f(%rip), %rdi\n  leaq 2f(%rip), %rsi\n  call selvage_refuse\n  movq %rax, %r11\n" \
      "  popq %rax\n  popq %r9\n  popq %r8\n  popq %rcx\n  popq %rdx\n  popq %rsi\n  popq %rdi\n" \
      "  jmpq *%r11\n"                                                            \
      ".size " #function ", .-" #function "\n"                                    \
      ".section .rodata\n1: .asciz \"" #function "\"\n"                           \
      ".section .bss\n.balign 8\n2: .skip 8\n.text\n");

SELVAGE_REFUSE(fork)
SELVAGE_REFUSE(vfork)
SELVAGE_REFUSE(clone)
SELVAGE_REFUSE(posix_spawn)
SELVAGE_REFUSE(posix_spawnp)
SELVAGE_REFUSE(system)
SELVAGE_REFUSE(popen)
SELVAGE_REFUSE(wait)
SELVAGE_REFUSE(waitpid)
SELVAGE_REFUSE(waitid)
SELVAGE_REFUSE(pthread_cancel)
SELVAGE_REFUSE(pthread_kill)
SELVAGE_REFUSE(pthread_sigqueue)
SELVAGE_REFUSE(thrd_create)
SELVAGE_REFUSE(thrd_join)
SELVAGE_REFUSE(thrd_sleep)
SELVAGE_REFUSE(thrd_yield)
SELVAGE_REFUSE(thrd_exit)
SELVAGE_REFUSE(thrd_detach)
SELVAGE_REFUSE(mtx_trylock)
SELVAGE_REFUSE(mtx_lock)
SELVAGE_REFUSE(mtx_timedlock)
SELVAGE_REFUSE(mtx_unlock)
SELVAGE_REFUSE(cnd_wait)
SELVAGE_REFUSE(cnd_timedwait)
SELVAGE_REFUSE(cnd_signal)
SELVAGE_REFUSE(cnd_broadcast)
SELVAGE_REFUSE(call_once)
SELVAGE_REFUSE(sigwait)
SELVAGE_REFUSE(sigwaitinfo)
SELVAGE_REFUSE(sigtimedwait)
SELVAGE_REFUSE(sigsuspend)
SELVAGE_REFUSE(pause)
SELVAGE_REFUSE(mq_receive)
SELVAGE_REFUSE(mq_timedreceive)
SELVAGE_REFUSE(msgrcv)
SELVAGE_REFUSE(semop)
SELVAGE_REFUSE(timer_create)
SELVAGE_REFUSE(signalfd)
SELVAGE_REFUSE(inotify_init)
SELVAGE_REFUSE(inotify_init1)
SELVAGE_REFUSE(fanotify_init)
SELVAGE_REFUSE(close_range)
SELVAGE_REFUSE(closefrom)
