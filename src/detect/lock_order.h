#pragma once

#include <array>
#include <span>
#include <vector>

#include "src/detect/finding_list.h"
#include "src/engine/object_table.h"
#include "src/order/pool.h"
#include "src/order/vector_clock.h"

namespace selvage::detect {

/// Which locks each thread holds, and orders of locking that could meet in another schedule: a cycle of "holds one,
/// waits for the other" between different threads, unless a common lock or the threads' lifetimes keep them apart.
/// (Goodlock: Havelund, SPIN 2000; Bensalem, Havelund, HVC 2005.)
class lock_order {
 public:
  struct held_lock {
    const engine::kernel_object* lock;
    std::uint32_t event;
    bool shared;
  };

  void begin() noexcept;
  void spawned(thread_id child, thread_id parent) noexcept;
  void joined(thread_id t, thread_id finished) noexcept;

  /// `waited`: it could have had to wait, unlike a trylock.
  void acquired(const engine::kernel_object& lock, thread_id t, bool shared, bool waited, std::uint32_t event);
  void released(const engine::kernel_object& lock, thread_id t) noexcept;

  [[nodiscard]] std::span<const held_lock> held_by(thread_id t) const noexcept { return held_[t]; }

  /// Adds each pair of threads, or longer cycle, that could lock each other out. O(cycles); nothing when no thread
  /// held two locks at once.
  void find_inversions(finding_list& warnings);

 private:
  static constexpr std::size_t most_gates = 8;
  static constexpr std::size_t most_edges = 256;

  struct edge {
    const engine::kernel_object* from;
    const engine::kernel_object* to;
    thread_id thread;
    std::uint32_t from_event;
    std::uint32_t to_event;
    std::size_t gate_count;
    std::array<const engine::kernel_object*, most_gates> gates;  ///< held besides `from`
    order::vector_clock life;
  };

  [[nodiscard]] bool can_meet(const edge& a, const edge& b) const noexcept;
  void extend(finding_list& warnings, std::vector<std::uint32_t>& path);

  std::array<std::vector<held_lock>, engine::max_threads> held_;
  /// Of spawning and joining alone: what no schedule can change.
  std::unique_ptr<order::vector_clock[]> life_ = std::make_unique<order::vector_clock[]>(engine::max_threads);
  order::pool<edge> edges_;
  std::uint32_t edge_end_{1};
  std::vector<std::uint32_t> path_;
  thread_id threads_{};
};

}  // namespace selvage::detect
