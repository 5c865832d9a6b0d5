#pragma once

#include "src/detect/vector_clock.h"
#include "src/engine/object_table.h"

namespace selvage::detect {

/// What the detectors know of a synchronisation object, beside what the engine models.
struct object_state {
  vector_clock first;   ///< exclusive releases; even rounds of a barrier
  vector_clock second;  ///< shared releases; odd rounds

  // The last signal, broadcast or wake.
  thread_id notifier{engine::no_thread};
  std::uint32_t notify_event{};
  std::uint32_t notify_waiters{};
};

/// Forgotten after an execution in O(1), and kept for the next one.
class object_states {
 public:
  [[nodiscard]] object_state& of(engine::kernel_object& o) {
    if (o.mark == 0) {
      o.mark = states_.take();
      object_state& s = states_[o.mark];
      s.first.clear();
      s.second.clear();
      s.notifier = engine::no_thread;
    }
    return states_[o.mark];
  }
  void forget_all() noexcept { states_.forget_all(); }

 private:
  pool<object_state> states_;
};

}  // namespace selvage::detect
