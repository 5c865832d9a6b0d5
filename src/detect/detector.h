#pragma once

#include <string_view>

#include "src/detect/finding_list.h"
#include "src/detect/happens_before.h"
#include "src/detect/lock_order.h"
#include "src/detect/object_state.h"
#include "src/detect/sleepers.h"
#include "src/detect/stack_capture.h"
#include "src/engine/engine.h"

namespace selvage::detect {

/// What is looked for.
struct options {
  bool races{true};  ///< data races, and accesses to freed memory
  bool heap{true};   ///< frees by another family than the allocation's
  bool leaks{true};
  bool locks{true};    ///< orders of locking that could deadlock, and the cycle of those that did
  bool wakeups{true};  ///< what the sleepers of a deadlock had missed
  bool notes{true};    ///< old values that were read
};

/// What a list names: "all", "none", or some of "races", "heap", "leaks", "locks" and "wakeups" with commas.
[[nodiscard]] options options_of(std::string_view list);

/// Watches one execution after another (`settings.watch`). Its findings are in `execution::findings`, and its warnings
/// and notes in `execution::warnings` and `notes`, until the next one begins. One at a time; not thread-safe. Does not allocate once it has
/// seen executions of the program.
///
/// A race is noted and the execution goes on; a use after free, a double and an invalid free stop it. Locations that
/// raced are collected in `racy`, to be made scheduling points (`settings.racy`) of later executions.
class detector final : public engine::observer {
 public:
  /// `clocks`: of who runs in front and keeps them (order::weak_memory); null: its own.
  explicit detector(const options& o = {}, order::clocks* clocks = nullptr);

  [[nodiscard]] engine::address_set& racy() noexcept { return racy_; }

  /// How much it has seen of the last execution: the same for the same schedule.
  [[nodiscard]] std::uint32_t events() const noexcept override { return event_; }

  /// Takes stacks at these events of the next executions; an empty list ends that.
  void want_stacks(std::vector<std::uint32_t> events) { capture_.want(std::move(events)); }
  [[nodiscard]] std::span<const std::uintptr_t> stack_at(std::uint32_t event) const noexcept {
    return capture_.at(event);
  }

  // engine::observer
  [[nodiscard]] bool wants_plain() const noexcept override { return options_.races; }
  void begins() noexcept override;
  void ends(engine::execution& result) noexcept override;
  void stops(engine::ending how) noexcept override;
  void spawned(engine::thread_id child, engine::thread_id parent) noexcept override;
  void joined(engine::thread_id t, engine::thread_id finished) noexcept override;
  void attempts(engine::op_kind k, engine::kernel_object& o) noexcept override;
  void sleeps(engine::op_kind k, engine::kernel_object* o) noexcept override;
  void notifies(engine::kernel_object& o, std::uint32_t waiters) noexcept override;
  void acquired(engine::kernel_object& o, engine::hold how) noexcept override;
  void released(engine::kernel_object& o, engine::hold how) noexcept override;
  void atomic(engine::op_kind k, const void* a, std::size_t size, int order) noexcept override;
  void read_old(const engine::old_read& r) noexcept override;
  void fence(int order) noexcept override;
  void plain(engine::op_kind k, const void* a, std::size_t size) noexcept override;
  void allocated(void* p, std::size_t size) noexcept override;
  void freed(void* p, std::size_t size, engine::allocator came_from, engine::allocator how) noexcept override;
  void wrongly_freed(void* p, bool before) noexcept override;

 private:
  std::uint32_t next_event() noexcept {
    if (++event_ == next_capture_) [[unlikely]]
      capture();
    return event_;
  }
  void capture() noexcept;
  void touch(engine::kernel_object& o, engine::thread_id t, std::uint32_t event);

  options options_;
  finding_list findings_;
  finding_list warnings_;
  finding_list notes_;
  object_states objects_;
  order::clocks own_;
  order::clocks* clocks_;
  bool keeps_;  ///< the clocks are its own
  happens_before order_{findings_};
  lock_order locks_;
  sleepers sleepers_{objects_};
  stack_capture capture_;
  engine::address_set racy_;
  std::uint32_t event_{};
  bool stopped_{};
  std::uint32_t next_capture_{stack_capture::never};
};

/// Which heap mode execution `index` of a campaign runs in: the two take turns, in step with no strategy's turn.
[[nodiscard]] constexpr engine::heap_mode heap_mode_of(std::uint64_t index) noexcept {
  return (index / 4) % 2 == 0 ? engine::heap_mode::quarantine : engine::heap_mode::reuse;
}

}  // namespace selvage::detect
