#pragma once

#include <array>
#include <span>

#include "src/detect/finding_list.h"
#include "src/detect/lock_order.h"
#include "src/detect/object_state.h"
#include "src/engine/engine.h"

namespace selvage::detect {

/// Who sleeps on what since when, so that a deadlock can be told from a lost wakeup: the last notify on the object
/// that came before a sleeper's wait began, and whether it found nobody; and who keeps whom from going on.
class sleepers {
 public:
  explicit sleepers(object_states& objects) : objects_(objects) {}

  void spawned(thread_id t) noexcept { sleeps_[t] = {}; }
  void sleeps(thread_id t, engine::kernel_object* on, std::uint32_t event);
  void notified(engine::kernel_object& o, thread_id by, std::uint32_t waiters, std::uint32_t event);

  /// Adds the one finding of an execution in which the threads `stuck` never go on.
  void explain(std::span<const engine::stuck_thread> stuck, const lock_order& locks, finding_list& findings);

 private:
  struct sleep {
    engine::kernel_object* on{};
    std::uint32_t event{};
    thread_id notifier{engine::no_thread};
    std::uint32_t notify_event{};
    std::uint32_t notify_waiters{};
  };

  object_states& objects_;
  std::array<sleep, engine::max_threads> sleeps_{};
};

}  // namespace selvage::detect
