#pragma once

#include <cstddef>
#include <cstdint>

#include "src/engine/strategy.h"

namespace selvage::engine {

struct execution;
struct kernel_object;
enum class ending : std::uint8_t;

/// How a synchronisation object is taken or given.
enum class hold : std::uint8_t {
  exclusive,  ///< mutex, spinlock, rwlock for writing
  shared,     ///< rwlock for reading
  token,      ///< semaphore
  arrival,    ///< barrier: `released` by everybody who arrives, then `acquired` by everybody who goes on
  once,       ///< `released` when the function is done, `acquired` by everybody who finds it done
  transfer,   ///< a descriptor: `released` by a write, `acquired` by a read
  readiness,  ///< `acquired` by a poll that finds a descriptor ready
  setting,    ///< `released` by what changes a descriptor: epoll_ctl, timerfd_settime
  closing,    ///< `released` by who closes a descriptor
};

/// Which family of functions a block came from, or is given back by.
enum class allocator : std::uint8_t { malloc, new_object, new_array };

/// An atomic load that returned another value than the newest.
struct old_read {
  const void* address{};
  std::size_t size{};
  std::uint64_t value{};
  std::uint32_t newer{};        ///< values that were there
  thread_id writer{no_thread};  ///< of the first of them
  std::uint32_t event{};        ///< what the observer's `events` were when it was written
};

/// What a detector sees of an execution. The engine calls it on its own side, right after the scheduling point and
/// right before the operation takes effect, on behalf of the running thread. It may stop the execution
/// (`runtime::stop`), must not throw, and in the steady state must not allocate.
class observer {
 public:
  virtual ~observer() = default;

  /// How much it has seen of the execution, as it counts (engine::evidence::event); 0 where it does not count.
  [[nodiscard]] virtual std::uint32_t events() const noexcept { return 0; }

  /// Plain accesses are seen too. Asked once at the beginning of every execution.
  [[nodiscard]] virtual bool wants_plain() const noexcept { return false; }

  /// Before the first thread is spawned.
  virtual void begins() noexcept {}
  /// Everything of the execution is still there; `result` is complete but for the findings.
  virtual void ends(execution& /*result*/) noexcept {}
  /// The running thread is about to stop the execution. Also called from a fatal signal's handler.
  virtual void stops(ending /*how*/) noexcept {}

  virtual void spawned(thread_id /*child*/, thread_id /*parent*/) noexcept {}
  virtual void finished(thread_id /*t*/) noexcept {}
  virtual void joined(thread_id /*t*/, thread_id /*finished*/) noexcept {}

  /// The running thread stands before a lock or semaphore that it may have to wait for.
  virtual void attempts(op_kind /*k*/, kernel_object& /*o*/) noexcept {}
  /// The running thread is about to sleep, on `o` where it sleeps on an object. A wait on a condition variable has
  /// given up its mutex before.
  virtual void sleeps(op_kind /*k*/, kernel_object* /*o*/) noexcept {}
  /// A signal, broadcast or wake that found `waiters` asleep.
  virtual void notifies(kernel_object& /*o*/, std::uint32_t /*waiters*/) noexcept {}

  /// The running thread lets `t` go on, which slept.
  virtual void wakes(thread_id /*t*/) noexcept {}
  /// `t`, asleep, goes on by itself: `k` is timeout, spurious or interrupt.
  virtual void fires(thread_id /*t*/, op_kind /*k*/) noexcept {}
  /// The running thread gives way to others.
  virtual void yields() noexcept {}

  virtual void acquired(kernel_object& /*o*/, hold /*how*/) noexcept {}
  virtual void released(kernel_object& /*o*/, hold /*how*/) noexcept {}

  /// `order` is the ABI's number, that of __ATOMIC_*; a failed compare-exchange is an atomic load.
  virtual void atomic(op_kind /*k*/, const void* /*a*/, std::size_t /*size*/, int /*order*/) noexcept {}
  /// The load just seen returned an old value. Only under a memory model.
  virtual void read_old(const old_read& /*r*/) noexcept {}
  virtual void fence(int /*order*/) noexcept {}
  virtual void plain(op_kind /*k*/, const void* /*a*/, std::size_t /*size*/) noexcept {}

  virtual void allocated(void* /*p*/, std::size_t /*size*/) noexcept {}
  /// `p` is live, and is given back by `how`, which may be of another family than the one it came from.
  virtual void freed(void* /*p*/, std::size_t /*size*/, allocator /*came_from*/, allocator /*how*/) noexcept {}
  /// `p` was freed before, or is no block.
  virtual void wrongly_freed(void* /*p*/, bool /*before*/) noexcept {}
};

}  // namespace selvage::engine
