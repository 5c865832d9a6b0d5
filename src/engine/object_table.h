#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "src/engine/thread.h"

namespace selvage::engine {

enum class kernel_kind : std::uint8_t {
  mutex,
  condition,
  rwlock,
  spinlock,
  semaphore,
  barrier,
  once,
  futex,
  eventfd,
  pipe,
  timer,
  socket_pair,
  epoll,
  annotation,
};

inline constexpr std::size_t kernel_kinds = 14;

[[nodiscard]] const char* name(kernel_kind k) noexcept;

/// The modelled state behind an address that synchronises threads. Lives for one execution.
struct kernel_object {
  const void* address{};
  kernel_kind kind{};
  bool destroyed{};        ///< and not made anew
  bool initialised{};      ///< by its init function or by adoption
  std::uint32_t number{};  ///< among its kind, for messages
  thread_id owner{no_thread};
  std::uint32_t depth{};   ///< of a recursive lock
  std::uint32_t count{};   ///< semaphore value, readers, barrier arrivals, once state
  std::uint32_t limit{};   ///< barrier size, mutex type
  std::uint32_t round{};   ///< barrier generation
  std::uint32_t mark{};    ///< the observer's
  std::array<std::uint32_t, 2> ordered{};  ///< whoever keeps what its releases carry; two may
  const kernel_object* partner{};  ///< of a condition variable: the mutex its waiters gave up
  wait_queue waiting;      ///< sleepers, or lockers
  wait_queue writers;      ///< rwlock writers
};

/// Kernel objects by address. Forgetting all of them is O(1).
class object_table {
 public:
  object_table();

  /// The object at `address`, made if it is not there or was of another kind.
  kernel_object& find(const void* address, kernel_kind kind) noexcept {
    std::size_t i = slot_of(address);
    for (; slots_[i].generation == generation_; i = (i + 1) & mask_) {
      if (slots_[i].address == address) {
        kernel_object& o = *slots_[i].object;
        if (o.kind == kind) return o;
        return remake(o, kind);
      }
    }
    return insert(i, address, kind);
  }

  /// The object at `address`, or null.
  [[nodiscard]] kernel_object* lookup(const void* address, kernel_kind kind) noexcept {
    for (std::size_t i = slot_of(address); slots_[i].generation == generation_; i = (i + 1) & mask_)
      if (slots_[i].address == address) return slots_[i].object->kind == kind ? slots_[i].object : nullptr;
    return nullptr;
  }

  /// Makes the object as new, as its init function does. It keeps its number.
  void renew(kernel_object& o) noexcept;

  /// The memory [begin, begin + size) is given back: objects in it are gone. Cheap when there are none.
  void forget(const void* begin, std::size_t size) noexcept;

  void forget_all() noexcept {
    ++generation_;
    used_ = 0;
    numbers_ = {};
  }

 private:
  struct slot {
    const void* address{};
    std::uint64_t generation{};
    kernel_object* object{};
  };

  [[nodiscard]] std::size_t slot_of(const void* address) const noexcept {
    return (reinterpret_cast<std::uintptr_t>(address) * 0x9e3779b97f4a7c15ULL) >> shift_;
  }
  kernel_object& remake(kernel_object& o, kernel_kind kind) noexcept;
  kernel_object& insert(std::size_t i, const void* address, kernel_kind kind) noexcept;
  void grow();

  std::vector<slot> slots_;
  std::vector<std::unique_ptr<kernel_object>> objects_;
  std::size_t used_{};
  std::size_t mask_{};
  unsigned shift_{};
  std::uint64_t generation_{1};
  std::array<std::uint32_t, kernel_kinds> numbers_{};
};

}  // namespace selvage::engine
