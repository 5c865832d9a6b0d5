#include "src/detect/readable_stack.h"

#include <algorithm>
#include <string_view>

namespace selvage::detect {
namespace {

// The linker's names of the functions that stand in for libc's and the sanitizer runtime's. Whatever a stack holds
// from there inwards is the engine's.
bool is_interception(std::string_view symbol) {
  constexpr std::string_view prefixes[] = {"__tsan_", "pthread_",     "sem_",   "_Znw",    "_Zna",    "_Zdl",
                                           "_Zda",    "__cxa_guard_", "epoll_", "eventfd", "timerfd_"};
  constexpr std::string_view names[] = {
      "malloc",        "calloc",         "realloc",       "free",       "memalign",
      "aligned_alloc", "posix_memalign", "valloc",        "syscall",    "abort",
      "exit",          "quick_exit",     "__assert_fail", "nanosleep",  "clock_nanosleep",
      "usleep",        "sleep",          "sched_yield",   "read",       "readv",
      "write",         "writev",         "close",         "dup",        "dup2",
      "dup3",          "fstat",          "fstat64",       "lseek",      "lseek64",
      "getsockopt",    "getsockname",    "getpeername",   "fcntl",      "fcntl64",
      "ioctl",         "pipe",           "pipe2",         "poll",       "ppoll",
      "select",        "pselect",        "send",          "sendto",     "sendmsg",
      "recv",          "recvfrom",       "recvmsg",       "socketpair", "shutdown",
      "__read_chk",    "__poll_chk",     "__ppoll_chk",   "__recv_chk", "__recvfrom_chk"};
  return std::ranges::any_of(prefixes, [&](auto p) { return symbol.starts_with(p); }) ||
         std::ranges::find(names, symbol) != std::end(names);
}

bool is_ours(const engine::frame& f) {
  return f.function.starts_with("selvage::engine::") || f.function.starts_with("selvage::detect::") ||
         f.function.starts_with("selvage::check::") || f.function.starts_with("selvage::record::") ||
         f.function.starts_with("selvage::run::");
}

// How a thread's function came to be called is the standard library's affair.
void drop_library_tail(std::vector<engine::frame>& frames) {
  const auto user = [](const engine::frame& f) { return !f.file.empty() && !f.file.starts_with("/usr/"); };
  if (std::ranges::none_of(frames, user)) return;
  while (!user(frames.back())) frames.pop_back();
}

}  // namespace

std::vector<engine::frame> readable_stack(symboliser& names, std::span<const std::uintptr_t> stack) {
  constexpr std::size_t engine_depth = 16;
  std::size_t first = 0;
  for (std::size_t i = 0; i < std::min(stack.size(), engine_depth); ++i) {
    if (!is_interception(names.symbol(stack[i] - 1))) continue;
    // One may stand on another: eventfd_read on read.
    do ++i;
    while (i < stack.size() && is_interception(names.symbol(stack[i] - 1)));
    first = i;
    break;
  }
  std::vector<engine::frame> frames;
  for (const std::uintptr_t address : stack.subspan(first))
    for (engine::frame& f : names.frames(address)) frames.push_back(std::move(f));
  while (!frames.empty() && is_ours(frames.back())) frames.pop_back();
  drop_library_tail(frames);
  const auto outside = std::ranges::find_if_not(frames, is_ours);
  frames.erase(frames.begin(), outside);
  return frames;
}

}  // namespace selvage::detect
