#pragma once

#include <cstdint>
#include <vector>

#include <locale.h>
#include <pthread.h>

#include "src/engine/strategy.h"
#include "src/engine/thread_switch.h"

namespace selvage::engine {

inline constexpr std::size_t max_threads = 1024;
inline constexpr std::int64_t no_deadline = -1;

enum class thread_state : std::uint8_t { unused, ready, blocked, finished };

/// Why a blocked thread goes on.
enum class wake_reason : std::uint8_t { none, granted, timed_out, interrupted };

struct thread;

/// Threads in the order in which they came. A thread stands in at most one queue.
struct wait_queue {
  thread* head{};
  thread* tail{};
  [[nodiscard]] bool empty() const noexcept { return head == nullptr; }
  [[nodiscard]] std::uint32_t size() const noexcept;
  [[nodiscard]] thread* at(std::uint32_t i) const noexcept;
  void push(thread& t) noexcept;
  void remove(thread& t) noexcept;
};

struct kernel_object;

/// A destructor of a thread_local object.
struct exit_action {
  void (*function)(void*);
  void* argument;
};

struct key_value {
  std::uint32_t key;
  void* value;
};

/// One controlled thread: a fiber that borrows the thread-local storage and the stack of a parked pthread.
struct thread {
  // for the whole process
  void* stack_top{};
  pthread_t handle{};
  thread_id id{};

  // for one execution
  context ctx;             ///< where it goes on; its thread pointer is for the whole process
  locale_t locale{LC_GLOBAL_LOCALE};  ///< of uselocale
  thread_state state{thread_state::unused};
  op_kind event{op_kind::start};  ///< what picking it does while it is blocked: timeout, spurious, interrupt
  op_kind wait_kind{op_kind::start};  ///< what it was about to do when it blocked
  bool enabled{};                 ///< in the enabled set
  bool sleeping{};                ///< blocked in a sleep, or past its deadline already: not quiescent
  bool client{};
  bool outside{};
  bool counted_busy{};    ///< stands in runtime's count of threads that can move by themselves
  bool counted_asleep{};  ///< stands in its count of clients asleep inside a call
  bool yielded{};         ///< where no other could run; the next decision knows
  bool detached{};
  bool joined{};
  int ignored_reads{};   ///< more than 0: its plain reads are not to be looked at
  int ignored_writes{};
  int allowed_leaks{};   ///< more than 0: what it allocates may be lost
  wake_reason reason{};
  wait_queue* queue{};
  thread* next{};
  thread* previous{};
  kernel_object* waits_on{};
  kernel_object* relock{};  ///< the mutex a condition variable's waiter takes again when it wakes
  std::int64_t deadline{no_deadline};
  std::int64_t first_deadline{no_deadline};
  std::int64_t last_deadline{no_deadline};
  wait_queue joiners;
  void* (*start)(void*){};   ///< of a pthread
  void (*body)(void*){};     ///< of a thread that the engine's own user spawned; one of the two is null
  void* argument{};
  void* result{};
  thread_id parent{no_thread};
  std::uint16_t number{};    ///< among its parent's children
  std::uint16_t children{};
  std::uint64_t last_ran{};  ///< step
  std::vector<exit_action> at_exit;
  std::vector<key_value> keys;
};

}  // namespace selvage::engine
