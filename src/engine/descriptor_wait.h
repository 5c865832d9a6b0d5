#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "src/engine/runtime.h"

namespace selvage::engine {

/// What a thread waits for: descriptors that have to be ready. Asked again whenever a descriptor changes.
class awaited {
 public:
  [[nodiscard]] virtual bool ready() const noexcept = 0;
  /// When `ready` may change by time alone; no_deadline for never.
  [[nodiscard]] virtual std::int64_t due() const noexcept = 0;
  /// For messages: "read on pipe 2".
  [[nodiscard]] virtual std::string describe() const = 0;

 protected:
  ~awaited() = default;
};

/// The threads that wait for descriptors. Each can go on exactly while what it waits for is ready, so that which of
/// several takes what there is, is the strategy's choice among threads.
class descriptor_waiters {
 public:
  /// A scheduling point of the running thread, before `k`. One address stands for all descriptors: a poll acts on
  /// several of them, and so all their operations count as conflicting.
  void point(op_kind k) noexcept { rt.point(k, everything()); }

  /// Blocks the running thread until `a` is ready (granted), the time comes to `deadline` (timed_out) or it is
  /// interrupted. `on` is the object that it is said to wait on. Returns at once where `a` is ready.
  wake_reason wait(op_kind k, const awaited& a, kernel_object* on, std::int64_t deadline) noexcept;

  /// Some descriptor has changed: who could go on can, who cannot any more waits.
  void changed() noexcept;

  /// What a blocked thread waits for, for messages; null when it is no descriptor.
  [[nodiscard]] const awaited* of(const thread& t) const noexcept {
    return t.queue == &queue_ ? requests_[t.id].what : nullptr;
  }

  void forget_all() noexcept { queue_ = {}; }

 private:
  /// Where nothing is mapped: the same in every process.
  static const void* everything() noexcept { return reinterpret_cast<const void*>(std::uintptr_t{0x1000}); }

  struct request {
    const awaited* what{};
    kernel_object* on{};
    std::int64_t deadline{no_deadline};
  };

  wait_queue queue_;
  std::array<request, max_threads> requests_{};
};

extern descriptor_waiters waiting;

/// The earlier of two deadlines.
[[nodiscard]] constexpr std::int64_t earlier(std::int64_t a, std::int64_t b) noexcept {
  if (a == no_deadline) return b;
  return b == no_deadline || a < b ? a : b;
}

}  // namespace selvage::engine
