// The one file that knows how a thread becomes another: three ways, and the choice between them.
//
// On x86-64 with glibc the thread control block begins with the words {tcb, dtv, self}, at %fs:0, %fs:8 and %fs:16; the
// first and the third hold the block's own address. Code compiled with -mno-tls-direct-seg-refs, and every shared
// library that calls __tls_get_addr, find thread-local variables through these words. So writing another thread's words
// over them makes its variables the running ones, and FS need not change.

#include "src/engine/thread_switch.h"

#include <dlfcn.h>
#include <sys/auxv.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "src/engine/direct_thread_locals.h"

namespace selvage::engine {

namespace detail {
int* libc_errno;
void** libc_load_error;

void write_fs(switch_way way, std::uintptr_t tp) noexcept {
  if (way == switch_way::wrfsbase) {
    asm volatile("wrfsbase %0" ::"r"(tp) : "memory");
    return;
  }
  constexpr long arch_prctl_number = 158;
  constexpr long arch_set_fs = 0x1002;
  long result = arch_prctl_number;
  asm volatile("syscall" : "+a"(result) : "D"(arch_set_fs), "S"(tp) : "rcx", "r11", "memory");
}

void switch_stacks_and_fs(switch_way way, context& from, const context& to) noexcept {
  write_fs(way, to.tp);
  switch_stacks(from.sp, to.sp);
}
}  // namespace detail

namespace {

constexpr const char* variable = "SELVAGE_THREAD_SWITCH";
constexpr std::array ways{switch_way::exchange, switch_way::wrfsbase, switch_way::arch_prctl};

std::ptrdiff_t errno_offset;
std::ptrdiff_t load_error_offset;
void* no_load_error;  // stands in where libc has no such word

bool has_fsgsbase() noexcept {
  constexpr unsigned long hwcap2_fsgsbase = 1UL << 1;
  return (getauxval(AT_HWCAP2) & hwcap2_fsgsbase) != 0;
}

/// libc's thread-local variable of that name, the running thread's.
void* libc_variable(const char* symbol) noexcept {
  void* const libc = dlopen("libc.so.6", RTLD_NOW | RTLD_NOLOAD);
  if (libc == nullptr) return nullptr;
  void* const found = dlsym(libc, symbol);
  dlclose(libc);
  return found;
}

void find_libc_words() {
  const std::uintptr_t tp = os_thread_pointer();
  detail::libc_errno = static_cast<int*>(libc_variable("errno"));
  if (detail::libc_errno == nullptr) throw std::runtime_error("cannot find errno in libc.so.6: is this glibc?");
  detail::libc_load_error = static_cast<void**>(libc_variable("__libc_dlerror_result"));
  errno_offset = static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(detail::libc_errno) - tp);
  if (detail::libc_load_error == nullptr)
    detail::libc_load_error = &no_load_error;
  else
    load_error_offset = static_cast<std::ptrdiff_t>(reinterpret_cast<std::uintptr_t>(detail::libc_load_error) - tp);
}

/// The ways that the environment allows; all when it says nothing.
std::array<bool, ways.size()> allowed_ways() {
  std::array<bool, ways.size()> allowed{};
  const char* const value = std::getenv(variable);
  if (value == nullptr) {
    allowed.fill(true);
    return allowed;
  }
  std::string_view rest = value;
  for (;;) {
    const std::string_view word = rest.substr(0, rest.find(','));
    bool known = false;
    for (const switch_way way : ways) {
      if (word != name(way)) continue;
      allowed[static_cast<std::size_t>(way)] = known = true;
    }
    if (!known)
      throw std::runtime_error(std::string(variable) + " is '" + value +
                               "'; it takes exchange, wrfsbase and arch_prctl, with commas between them");
    if (word.size() == rest.size()) return allowed;
    rest.remove_prefix(word.size() + 1);
  }
}

}  // namespace

const char* name(switch_way way) noexcept {
  switch (way) {
    case switch_way::exchange:
      return "exchange";
    case switch_way::wrfsbase:
      return "wrfsbase";
    case switch_way::arch_prctl:
      return "arch_prctl";
  }
  return "";
}

void check_switch_setting() { static_cast<void>(allowed_ways()); }

std::string price(const switch_choice& c) {
  if (c.way != switch_way::arch_prctl) return {};
  return "threads are switched by a system call, which is slow: " + c.because +
         (has_fsgsbase() ? "" : ", and this machine has no FSGSBASE");
}

switch_choice choose_switch(bool fibers_told) {
  if (detail::libc_errno == nullptr) find_libc_words();
  const auto allowed = allowed_ways();
  const bool writable = has_fsgsbase() && allowed[static_cast<std::size_t>(switch_way::wrfsbase)];
  if (fibers_told && writable) return {switch_way::wrfsbase, "ThreadSanitizer finds its state through FS"};
  const std::string direct = image_with_direct_thread_locals();
  switch_choice choice;
  if (!allowed[static_cast<std::size_t>(switch_way::exchange)])
    choice.because = std::string(variable) + " does not allow exchange";
  else if (!direct.empty())
    choice.because = direct + " reaches its thread-local variables through FS";
  else
    return choice;
  if (writable) {
    choice.way = switch_way::wrfsbase;
  } else if (allowed[static_cast<std::size_t>(switch_way::arch_prctl)]) {
    choice.way = switch_way::arch_prctl;
  } else {
    throw std::runtime_error(std::string(variable) + " allows no way to switch threads that is right here: " +
                             choice.because + (has_fsgsbase() ? "" : ", and this machine has no FSGSBASE"));
  }
  return choice;
}

context context_of_os_thread(std::uintptr_t* dtv) noexcept {
  context c;
  c.tp = os_thread_pointer();
  c.dtv = dtv;
  return c;
}

context context_of_parked_thread(std::uintptr_t tp) noexcept {
  context c;
  c.tp = tp;
  c.dtv = reinterpret_cast<std::uintptr_t*>(tp) + 1;
  return c;
}

void forget_libc_words(context& c) noexcept {
  c.error = 0;
  c.load_error = nullptr;
  // Where a switch writes FS, libc finds the words in the thread's own block.
  *reinterpret_cast<int*>(static_cast<std::ptrdiff_t>(c.tp) + errno_offset) = 0;
  if (load_error_offset != 0) *reinterpret_cast<void**>(static_cast<std::ptrdiff_t>(c.tp) + load_error_offset) = nullptr;
}

void* prepare_stack(void* top, void (*entry)()) noexcept {
  auto address = reinterpret_cast<std::uintptr_t>(top) & ~std::uintptr_t{15};
  auto* sp = reinterpret_cast<void**>(address);
  *--sp = nullptr;  // keeps the stack aligned as after a call, and ends the unwinder's walk
  *--sp = nullptr;  // rbp
  *--sp = reinterpret_cast<void*>(entry);
  return sp;
}

}  // namespace selvage::engine
