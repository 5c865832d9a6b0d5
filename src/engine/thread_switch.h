#pragma once

#include <cstdint>
#include <string>

#include "src/engine/os_thread_pointer.h"

namespace selvage::engine {

/// How a switch makes another thread's thread-local variables the running ones.
enum class switch_way : std::uint8_t {
  exchange,    ///< FS stays; the words that it points to are exchanged: as fast as a bare switch of stacks
  wrfsbase,    ///< the instruction of FSGSBASE writes FS: 11 ns
  arch_prctl,  ///< a system call writes FS: 0.1 to 4 µs
};

[[nodiscard]] const char* name(switch_way way) noexcept;

/// The way in force, and why it is not `exchange` when it is not.
struct switch_choice {
  switch_way way{switch_way::exchange};
  std::string because;  ///< a clause, e.g. "libfoo.so reaches its thread-local variables through FS"; empty: nothing
};

/// Throws std::runtime_error when the environment variable is malformed.
void check_switch_setting();

/// A sentence for the user where `c` costs: it is a system call, and why. Empty otherwise.
[[nodiscard]] std::string price(const switch_choice& c);

/// Where a thread that does not run goes on, and the words of its own that libc finds through FS itself.
struct context {
  void* sp{};
  std::uintptr_t tp{};    ///< its thread pointer: the address of its thread control block
  std::uintptr_t* dtv{};  ///< where the second word of that block is kept while the thread does not run
  int error{};            ///< errno
  void* load_error{};     ///< what dlerror() would say
};

/// Chooses a way for the images that are loaded now. Called by the engine's OS thread while none of its fibers runs.
/// The environment variable SELVAGE_THREAD_SWITCH restricts the choice: names of ways, with commas between them.
/// `fibers_told`: ThreadSanitizer, whose runtime finds its own state through FS, is told of each switch; then `wrfsbase`
/// is preferred to `exchange`.
/// Throws std::runtime_error when the variable is malformed, or allows no way that is right here.
switch_choice choose_switch(bool fibers_told = false);

/// The running OS thread's context as it is now, for `become`; `dtv` is where its second word is to be kept.
[[nodiscard]] context context_of_os_thread(std::uintptr_t* dtv) noexcept;

/// The context of another OS thread that sleeps for good: its thread control block is at `tp`.
[[nodiscard]] context context_of_parked_thread(std::uintptr_t tp) noexcept;

/// Forgets what libc keeps for the thread that owns `c`, as for a new thread: errno, dlerror.
void forget_libc_words(context& c) noexcept;

/// Makes `to`'s thread-local variables the running ones in place of `from`'s; the stack stays.
void become(switch_way way, context& from, const context& to) noexcept;

/// As `become`, and goes on on `to`'s stack. Returns when a switch comes back to `from`.
void switch_threads(switch_way way, context& from, const context& to) noexcept;

/// Makes a stack that enters `entry` (which must not return) when switched to. `top` is the stack's highest address.
[[nodiscard]] void* prepare_stack(void* top, void (*entry)()) noexcept;

// ---- the fast half, inline ----

namespace detail {
/// Of the engine's OS thread, set by `choose_switch`.
[[gnu::visibility("hidden")]] extern int* libc_errno;
[[gnu::visibility("hidden")]] extern void** libc_load_error;

[[gnu::always_inline]] inline void exchange_header(context& from, const context& to) noexcept {
  from.error = *libc_errno;
  from.load_error = *libc_load_error;
  *libc_errno = to.error;
  *libc_load_error = to.load_error;
  std::uintptr_t dtv;
  asm volatile("movq %%fs:8, %0" : "=r"(dtv)::"memory");
  *from.dtv = dtv;  // __tls_get_addr may have moved it
  asm volatile(
      "movq %0, %%fs:0\n\t"
      "movq %1, %%fs:8\n\t"
      "movq %0, %%fs:16" ::"r"(to.tp),
      "r"(*to.dtv)
      : "memory");
}

/// Saves rbp and where to go on on the running stack, and that stack's pointer in `save`; goes on on the stack `to`. The
/// compiler saves what else it needs, no more. The indirect jump instead of `ret` keeps the return predictor out of it:
/// 2.5 against 7.4 ns a switch.
[[gnu::always_inline]] inline void switch_stacks(void*& save, void* to) noexcept {
  void** at = &save;
  asm volatile(
      "leaq -128(%%rsp), %%rsp\n\t"  // past the red zone
      "pushq %%rbp\n\t"
      "leaq 1f(%%rip), %%rax\n\t"
      "pushq %%rax\n\t"
      "movq %%rsp, (%0)\n\t"
      "movq %1, %%rsp\n\t"
      "popq %%rax\n\t"
      "popq %%rbp\n\t"
      "jmpq *%%rax\n"
      "1:\n\t"
      "leaq 128(%%rsp), %%rsp"
      : "+D"(at), "+S"(to)
      :
      : "rax", "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0", "xmm1", "xmm2", "xmm3",
        "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15", "memory",
        "cc");
}

void write_fs(switch_way way, std::uintptr_t tp) noexcept;
void switch_stacks_and_fs(switch_way way, context& from, const context& to) noexcept;
}  // namespace detail

inline void become(switch_way way, context& from, const context& to) noexcept {
  if (way == switch_way::exchange) [[likely]]
    detail::exchange_header(from, to);
  else
    detail::write_fs(way, to.tp);
}

inline void switch_threads(switch_way way, context& from, const context& to) noexcept {
  if (way != switch_way::exchange) [[unlikely]]
    return detail::switch_stacks_and_fs(way, from, to);
  detail::exchange_header(from, to);
  detail::switch_stacks(from.sp, to.sp);
}

}  // namespace selvage::engine
