// Functions that are libc's, but not of a descriptor that the engine simulates: in control they end the execution by
// name. The descriptor is their first argument.

#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "src/engine/descriptor_io.h"
#include "src/intercept/next.h"
#include "src/intercept/simulated.h"

namespace {

using selvage::intercept::simulated;

void refuse_of(const char* name, int d) noexcept {
  if (!simulated(d)) return;
  selvage::engine::rt.enter();
  selvage::engine::io::refuse(name, d);
}

}  // namespace

// Returns libc's function, to which the stub jumps with the caller's arguments untouched.
extern "C" __attribute__((visibility("hidden"), used)) void* selvage_refuse_of(const char* name, void** real,
                                                                               int d) noexcept {
  refuse_of(name, d);
  if (*real == nullptr) *real = dlsym(RTLD_NEXT, name);
  return *real;
}

// The stub keeps every register that carries an argument.
#define SELVAGE_REFUSE_OF(function)                                                                      \
  asm(".text\n.globl " #function "\n.type " #function ", @function\n" #function                          \
      ":\n"                                                                                              \
      "  pushq %rdi\n  pushq %rsi\n  pushq %rdx\n  pushq %rcx\n  pushq %r8\n  pushq %r9\n  pushq %rax\n" \
      "  movl %edi, %edx\n  leaq 1f(%rip), %rdi\n  leaq 2f(%rip), %rsi\n"                                \
      "  call selvage_refuse_of\n  movq %rax, %r11\n"                                                    \
      "  popq %rax\n  popq %r9\n  popq %r8\n  popq %rcx\n  popq %rdx\n  popq %rsi\n  popq %rdi\n"        \
      "  jmpq *%r11\n"                                                                                   \
      ".size " #function ", .-" #function                                                                \
      "\n"                                                                                               \
      ".section .rodata\n1: .asciz \"" #function                                                         \
      "\"\n"                                                                                             \
      ".section .bss\n.balign 8\n2: .skip 8\n.text\n");

SELVAGE_REFUSE_OF(fdopen)
SELVAGE_REFUSE_OF(dprintf)
SELVAGE_REFUSE_OF(vdprintf)
SELVAGE_REFUSE_OF(__dprintf_chk)
SELVAGE_REFUSE_OF(__vdprintf_chk)
SELVAGE_REFUSE_OF(pread)
SELVAGE_REFUSE_OF(pread64)
SELVAGE_REFUSE_OF(pwrite)
SELVAGE_REFUSE_OF(pwrite64)
SELVAGE_REFUSE_OF(preadv)
SELVAGE_REFUSE_OF(preadv64)
SELVAGE_REFUSE_OF(pwritev)
SELVAGE_REFUSE_OF(pwritev64)
SELVAGE_REFUSE_OF(recvmmsg)
SELVAGE_REFUSE_OF(sendmmsg)
SELVAGE_REFUSE_OF(vmsplice)

// ---- of two descriptors

SELVAGE_INTERCEPT ssize_t splice(int from, off64_t* from_offset, int to, off64_t* to_offset, std::size_t size,
                                 unsigned flags) {
  refuse_of("splice", from);
  refuse_of("splice", to);
  return SELVAGE_NEXT(splice)(from, from_offset, to, to_offset, size, flags);
}

SELVAGE_INTERCEPT ssize_t tee(int from, int to, std::size_t size, unsigned flags) {
  refuse_of("tee", from);
  refuse_of("tee", to);
  return SELVAGE_NEXT(tee)(from, to, size, flags);
}

SELVAGE_INTERCEPT ssize_t sendfile(int to, int from, off_t* offset, std::size_t size) noexcept {
  refuse_of("sendfile", to);
  refuse_of("sendfile", from);
  return SELVAGE_NEXT(sendfile)(to, from, offset, size);
}

SELVAGE_INTERCEPT ssize_t sendfile64(int to, int from, off64_t* offset, std::size_t size) noexcept {
  refuse_of("sendfile64", to);
  refuse_of("sendfile64", from);
  return SELVAGE_NEXT(sendfile64)(to, from, offset, size);
}
