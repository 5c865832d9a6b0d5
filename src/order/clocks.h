#pragma once

#include <cstdint>
#include <memory>

#include "src/engine/object_table.h"
#include "src/engine/observer.h"
#include "src/order/pool.h"
#include "src/order/vector_clock.h"

namespace selvage::order {

[[nodiscard]] constexpr bool acquires(int order) noexcept {
  return order == __ATOMIC_ACQUIRE || order == __ATOMIC_CONSUME || order == __ATOMIC_ACQ_REL ||
         order == __ATOMIC_SEQ_CST;
}
[[nodiscard]] constexpr bool releases(int order) noexcept {
  return order == __ATOMIC_RELEASE || order == __ATOMIC_ACQ_REL || order == __ATOMIC_SEQ_CST;
}

/// What every thread knows of every other: C++20's happens-before ([intro.races]) over threads, synchronisation
/// objects and fences. Whoever keeps atomic objects' values keeps what they carry (`take_in`, `handed_on`).
class clocks {
 public:
  /// Of an object's `engine::kernel_object::ordered`, number `layer` is this one's: two may watch one execution.
  explicit clocks(unsigned layer = 0) noexcept : layer_(layer) {}

  /// Forgets the objects. Threads are forgotten as they are spawned.
  void begin() noexcept { objects_.forget_all(); }

  void spawned(thread_id child, thread_id parent) noexcept;
  void joined(thread_id t, thread_id finished) noexcept { threads_[t].now.join(threads_[finished].now); }
  void acquired(engine::kernel_object& o, engine::hold how, thread_id t) noexcept;
  void released(engine::kernel_object& o, engine::hold how, thread_id t);
  void fence(thread_id t, int order) noexcept;

  [[nodiscard]] vector_clock& of(thread_id t) noexcept { return threads_[t].now; }
  [[nodiscard]] const vector_clock& of(thread_id t) const noexcept { return threads_[t].now; }

  /// `t` reads an atomic value that carries `carried`.
  void take_in(thread_id t, clock_entries carried, int order) noexcept {
    of_thread& me = threads_[t];
    (acquires(order) ? me.now : me.pending).join(carried);
  }
  /// What an atomic value carries that `t` writes with that order. After the write, `advance` when it releases.
  [[nodiscard]] const vector_clock& handed_on(thread_id t, int order) const noexcept {
    return releases(order) ? threads_[t].now : threads_[t].fence;
  }
  /// What `t` does from here on, nobody knows yet.
  void advance(thread_id t) noexcept {
    vector_clock& c = threads_[t].now;
    c.set(t, c.at(t) + 1);
  }

 private:
  struct of_thread {
    vector_clock now;
    vector_clock pending;  ///< read by relaxed loads: an acquire fence takes it in
    vector_clock fence;    ///< of the last release fence: a relaxed store carries it
  };
  struct of_object {
    vector_clock first;   ///< exclusive releases; even rounds of a barrier
    vector_clock second;  ///< shared releases; odd rounds
  };

  std::unique_ptr<of_thread[]> threads_ = std::make_unique<of_thread[]>(engine::max_threads + 1);
  pool<of_object> objects_;
  unsigned layer_;
};

}  // namespace selvage::order
