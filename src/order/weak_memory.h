#pragma once

#include "src/engine/memory_model.h"
#include "src/order/clocks.h"
#include "src/order/history_table.h"

namespace selvage::order {

/// C++20's memory model as far as threads can go on in the order of their program: a load may read any value that
/// coherence, happens-before and the order of the sequentially consistent operations allow, and the strategy draws
/// which. (Lahav et al., "Repairing Sequential Consistency in C/C++11", PLDI 2017: RC11; Kang et al., "A Promising
/// Semantics", POPL 2017: views.)
///
/// Deviations: the modification order of an object, and the order of the sequentially consistent operations, are the
/// order of execution, so that two stores of different threads are never seen the other way round; the last eight
/// values of an object are kept; a thread that was given old values of an object three times in a row gets the newest;
/// a futex's kernel side reads the newest. Every behaviour shown is one that C++20 allows.
class weak_memory final : public engine::memory_model {
 public:
  /// Happens-before as the values that were read make it, for detectors. `engine::observer::spawned` and so on reach
  /// them after it has changed, `released` before.
  [[nodiscard]] clocks& happens_before() noexcept { return happens_before_; }

  // engine::memory_model
  void publishes() noexcept override;
  void begins_call() noexcept override;
  void rests() noexcept override;
  std::uint64_t load(const void* a, std::size_t size, int order, std::uint64_t held) noexcept override;
  void store(const void* a, std::size_t size, int order, std::uint64_t held, std::uint64_t value) noexcept override;
  void update(const void* a, std::size_t size, int order, std::uint64_t held, std::uint64_t value) noexcept override;
  std::uint64_t compare_exchange(const void* a, std::size_t size, std::uint64_t expected, std::uint64_t desired,
                                 int success, int failure, std::uint64_t held) noexcept override;

  // engine::observer
  [[nodiscard]] bool wants_plain() const noexcept override { return true; }
  void begins() noexcept override;
  void spawned(engine::thread_id child, engine::thread_id parent) noexcept override;
  void joined(engine::thread_id t, engine::thread_id finished) noexcept override;
  void sleeps(engine::op_kind k, engine::kernel_object* o) noexcept override;
  void acquired(engine::kernel_object& o, engine::hold how) noexcept override;
  void released(engine::kernel_object& o, engine::hold how) noexcept override;
  void atomic(engine::op_kind k, const void* a, std::size_t size, int order) noexcept override;
  void fence(int order) noexcept override;
  void plain(engine::op_kind k, const void* a, std::size_t size) noexcept override;
  void allocated(void* p, std::size_t size) noexcept override;

 private:
  /// The first of the values, counted from the newest, that is too old for the running thread.
  [[nodiscard]] std::size_t readable(store_history& h, int order) noexcept;
  void read(stored_value& v, int order) noexcept;
  /// `back` values before the newest.
  std::uint64_t read_back(store_history& h, std::size_t back, int order) noexcept;
  void write(store_history& h, std::uint64_t value, int order, bool goes_on) noexcept;

  // In views thread t has the number t + 1; 0 counts the sequentially consistent operations before a fence.
  static constexpr unsigned view_layer = 1;

  clocks happens_before_;
  clocks views_{view_layer};  ///< happens-before, and what sequentially consistent fences make visible
  vector_clock fences_;       ///< what the sequentially consistent fences so far have seen
  vector_clock published_;
  std::uint32_t sc_{};  ///< sequentially consistent operations so far
  history_table histories_;
};

}  // namespace selvage::order
