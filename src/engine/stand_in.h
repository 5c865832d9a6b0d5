#pragma once

#include <cstdint>

#include "src/engine/strategy.h"

// For code of the tool that stands in for an implementation under test: nothing of it is intercepted, so it says itself
// where others may go first, what is left to chance and where it sleeps. All but `aside` is for controlled code.
namespace selvage::engine {

/// While it lives the running thread does the tool's own work: nothing that it calls is intercepted, and its memory is
/// the process's, not the execution's. It must not come to a scheduling point. Scopes do not nest.
class aside {
 public:
  aside() noexcept;
  ~aside();
  aside(const aside&) = delete;
  aside& operator=(const aside&) = delete;
};

/// A scheduling point: the running thread is about to change what `object` stands for; others may go first.
void step(const void* object) noexcept;

/// One of `count` alternatives, from 0, at the strategy's choice; 0 when there is only one. Not a scheduling point.
[[nodiscard]] std::uint32_t choose(std::uint32_t count) noexcept;

enum class woken : std::uint8_t { by_thread, by_time, by_interruption };

/// Sleeps until another thread calls `wake`, the virtual time comes to `deadline` (in nanoseconds; -1: never), or, when
/// `interruptible` and the settings ask for interruptions, at the strategy's choice.
woken sleep(const void* object, bool interruptible, std::int64_t deadline) noexcept;

/// Ends the sleep of a thread, unless something else has. Precondition: it has not left `sleep`. Not a scheduling
/// point.
void wake(thread_id t) noexcept;

}  // namespace selvage::engine
