#include "src/engine/fatal.h"

#include <cxxabi.h>
#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include "src/engine/image.h"
#include "src/engine/runtime.h"

namespace selvage::engine {
namespace {

constexpr std::array fatal_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT};
std::array<struct sigaction, fatal_signals.size()> previous;
std::terminate_handler previous_terminate;
bool installed = false;

constexpr std::size_t emergency_bytes = 256U << 10;
char* alternate_stack;
char* emergency_stack;

struct {
  int number;
  const void* address;
} last_signal;

void after_signal() {
  std::string what = std::string("signal ") + std::to_string(last_signal.number) + " (" + strsignal(last_signal.number) + ")";
  if (last_signal.number == SIGSEGV || last_signal.number == SIGBUS) {
    char at[32];
    snprintf(at, sizeof at, " at address %p", last_signal.address);
    what += at;
  }
  rt.stop(last_signal.number == SIGABRT ? ending::aborted : ending::crash, std::move(what));
}

// The thread pointer tells, also in a child of fork; an abort of the engine's own is not the program's.
bool the_programs(int number) noexcept {
  return rt.running() && rt.current != nullptr && thread_pointer() == rt.current->ctx.tp &&
         (number != SIGABRT || rt.in_control());
}

void on_signal(int number, siginfo_t* info, void* context) {
  if (number == SIGSEGV && write_to_guarded(info->si_addr)) return;
  if (!the_programs(number)) {
    for (std::size_t i = 0; i < fatal_signals.size(); ++i)
      if (fatal_signals[i] == number) sigaction(number, &previous[i], nullptr);
    if (info->si_code <= 0) raise(number);  // sent, by abort() say: it does not come again by itself
    return;  // the instruction faults again, under the handler that was there before
  }
  rt.enter();
  if (rt.watch != nullptr) [[unlikely]] rt.watch->stops(ending::crash);  // while the faulting frame is below this one
  last_signal = {number, info->si_addr};
  auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  registers[REG_RSP] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(emergency_stack + emergency_bytes - 8));
  registers[REG_RIP] = static_cast<greg_t>(reinterpret_cast<std::uintptr_t>(&after_signal));
}

std::string uncaught() {
  const std::type_info* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return {};
  int status = 0;
  char* readable = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
  std::string text = readable != nullptr ? readable : type->name();
  std::free(readable);
  try {
    throw;
  } catch (const std::exception& e) {
    text += std::string(": ") + e.what();
  } catch (...) {
  }
  return text;
}

[[noreturn]] void on_terminate() {
  if (!rt.running()) {
    if (previous_terminate != nullptr) previous_terminate();
    std::abort();
  }
  rt.enter();
  std::string what = uncaught();
  if (what.empty()) rt.stop(ending::aborted, "std::terminate was called");
  rt.stop(ending::uncaught_exception, "uncaught exception " + what);
}

}  // namespace

void catch_fatal() {
  if (std::get_terminate() != on_terminate) {
    const auto other = std::set_terminate(on_terminate);
    if (!installed) previous_terminate = other;
  }
  if (installed) return;
  installed = true;
  const auto map = [](std::size_t size) {
    return static_cast<char*>(mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  };
  constexpr std::size_t alternate_bytes = 64U << 10;
  if (alternate_stack == nullptr) {
    alternate_stack = map(alternate_bytes);
    emergency_stack = map(emergency_bytes);
  }
  stack_t stack{};
  stack.ss_sp = alternate_stack;
  stack.ss_size = alternate_bytes;
  sigaltstack(&stack, nullptr);
  struct sigaction action {};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
  for (std::size_t i = 0; i < fatal_signals.size(); ++i) sigaction(fatal_signals[i], &action, &previous[i]);
}

}  // namespace selvage::engine
