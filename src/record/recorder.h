#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "src/detect/detector.h"
#include "src/engine/engine.h"
#include "src/engine/forwarding_observer.h"
#include "src/record/recording.h"

namespace selvage::record {

/// Watches one execution and writes down what every thread does, with stacks and values, for people to look at. Slow,
/// and it allocates: for replays.
class recorder final : public engine::forwarding_observer {
 public:
  /// More steps than this are counted, not kept.
  static constexpr std::size_t most_steps = 50'000;

  /// `next` may be null. `detector`, when not null, gives the numbers of events; it is `next` then.
  explicit recorder(engine::observer* next, const detect::detector* detector);

  /// From controlled code: label number `index` of the history has been recorded by the running thread.
  void label(std::uint32_t index) noexcept;

  /// The execution just watched. Not from controlled code; before the next execution.
  [[nodiscard]] recording take(const engine::execution& e) const;

  // engine::observer
  [[nodiscard]] bool wants_plain() const noexcept override { return true; }
  void begins() noexcept override;
  void ends(engine::execution& result) noexcept override;
  void stops(engine::ending how) noexcept override;
  void spawned(engine::thread_id child, engine::thread_id parent) noexcept override;
  void finished(engine::thread_id t) noexcept override;
  void joined(engine::thread_id t, engine::thread_id finished) noexcept override;
  void attempts(engine::op_kind k, engine::kernel_object& o) noexcept override;
  void sleeps(engine::op_kind k, engine::kernel_object* o) noexcept override;
  void notifies(engine::kernel_object& o, std::uint32_t waiters) noexcept override;
  void wakes(engine::thread_id t) noexcept override;
  void fires(engine::thread_id t, engine::op_kind k) noexcept override;
  void yields() noexcept override;
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
  /// An object as it was met: kernel objects do not outlive the execution.
  struct met {
    const void* address{};
    const char* kind{};  ///< null for memory
    std::uint32_t number{};
    std::uint8_t size{};
  };
  using stack = std::vector<std::uintptr_t>;

  /// The step just added; a place to write to when there are too many.
  step& add(act what, engine::thread_id t);
  step& add(act what) noexcept;
  void number(step& s) const noexcept;
  [[nodiscard]] std::uint32_t object_at(const void* address, const engine::kernel_object* o, std::size_t size);
  void complete_values() noexcept;
  void access(act what, const void* a, std::size_t size, int order) noexcept;
  /// The step that changed the object, `back` changes before the next; `step::none` when it did not.
  [[nodiscard]] std::uint32_t change(std::uint32_t object, std::uint32_t back) const noexcept;
  [[nodiscard]] std::vector<bool> kept(const engine::execution& e) const;
  [[nodiscard]] std::vector<bool> shared_memory() const;

  const detect::detector* detector_;
  std::vector<step> steps_;
  std::vector<met> objects_;
  std::unordered_map<const void*, std::uint32_t> known_objects_;
  std::vector<stack> stacks_;
  std::unordered_map<std::size_t, std::vector<std::uint32_t>> known_stacks_;  ///< by hash
  std::vector<engine::thread_id> parents_;
  engine::thread_id last_{engine::no_thread};  ///< who did the last step
  std::uint64_t left_out_{};
  step spare_;
};

}  // namespace selvage::record
