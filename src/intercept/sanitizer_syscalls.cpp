// What a program says around system calls that it makes itself (LLVM: sanitizer/linux_syscall_hooks.h). Nothing to
// do: the engine sees those that go through syscall(), and knows no others.

#include "src/intercept/control.h"

// Declared with one `long` an argument; this ABI leaves arguments that nobody reads to the caller.
#define HOOK(name)                                                  \
  SELVAGE_INTERCEPT_IF_NONE void __sanitizer_syscall_pre_impl_##name() {}   \
  SELVAGE_INTERCEPT_IF_NONE void __sanitizer_syscall_post_impl_##name() {}
#include "src/intercept/sanitizer_syscalls.inc"
#undef HOOK
