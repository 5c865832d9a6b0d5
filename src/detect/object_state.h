#pragma once

#include "src/engine/object_table.h"
#include "src/order/pool.h"

namespace selvage::detect {

/// What the detectors know of a synchronisation object, beside what the engine models.
struct object_state {
  // The last signal, broadcast or wake.
  engine::thread_id notifier{engine::no_thread};
  std::uint32_t notify_event{};
  std::uint32_t notify_waiters{};
};

/// Forgotten after an execution in O(1), and kept for the next one.
class object_states {
 public:
  [[nodiscard]] object_state& of(engine::kernel_object& o) {
    if (o.mark == 0) {
      o.mark = states_.take();
      states_[o.mark].notifier = engine::no_thread;
    }
    return states_[o.mark];
  }
  void forget_all() noexcept { states_.forget_all(); }

 private:
  order::pool<object_state> states_;
};

}  // namespace selvage::detect
