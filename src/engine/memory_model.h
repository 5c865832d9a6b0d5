#pragma once

#include <cstddef>
#include <cstdint>

#include "src/engine/forwarding_observer.h"

namespace selvage::engine {

/// Decides what an atomic access of at most eight bytes reads (`settings.model`); without one it reads the newest
/// value. It stands in front of the execution's observer and tells it of everything. Called as an observer is, and may
/// draw. Values are zero-extended; `held` is what memory holds, which is the newest value always.
class memory_model : public forwarding_observer {
 public:
  /// Who is told from the next execution on; null for nobody.
  void precede(observer* next) noexcept { next_ = next; }

  /// What the running thread knows here, every call that a client begins from here on knows (`engine::publish`).
  virtual void publishes() noexcept = 0;
  virtual void begins_call() noexcept = 0;
  /// Nothing can move by itself: whatever was written has arrived everywhere.
  virtual void rests() noexcept = 0;

  /// The value that the load returns.
  virtual std::uint64_t load(const void* a, std::size_t size, int order, std::uint64_t held) noexcept = 0;
  virtual void store(const void* a, std::size_t size, int order, std::uint64_t held, std::uint64_t value) noexcept = 0;
  /// A read-modify-write that replaces `held` by `value`.
  virtual void update(const void* a, std::size_t size, int order, std::uint64_t held, std::uint64_t value) noexcept = 0;
  /// The value found; when it is `expected`, it is `held` too, and `desired` replaces it.
  virtual std::uint64_t compare_exchange(const void* a, std::size_t size, std::uint64_t expected, std::uint64_t desired,
                                         int success, int failure, std::uint64_t held) noexcept = 0;
};

}  // namespace selvage::engine
