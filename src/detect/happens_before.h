#pragma once

#include <cstddef>
#include <cstdint>

#include "src/detect/finding_list.h"
#include "src/detect/shadow.h"
#include "src/engine/finding.h"
#include "src/engine/observer.h"
#include "src/order/clocks.h"
#include "src/order/pool.h"

namespace selvage::detect {

using order::vector_clock;

/// Which accesses are ordered, and which conflicting ones are not: C++20's happens-before ([intro.races]) over the
/// interleaving that the engine ran. Epochs and the rule that an access replaces those it dominates are FastTrack's
/// (Flanagan, Freund: PLDI 2009). Deviations: bytes are told apart by masks on granules of eight; a plain access is
/// held against atomic ones too; every access that could still race is kept, not only the last.
class happens_before {
 public:
  explicit happens_before(finding_list& findings) : findings_(findings) {}

  /// `clocks` say from here on who knows what of whom.
  void begin(order::clocks& clocks) noexcept;

  /// What an atomic read takes in: before its access, which is ordered after what it synchronises with.
  void atomic_acquire(thread_id t, std::uintptr_t a, int order);
  /// What an atomic write hands on: after its access, which made the cell this execution's.
  void atomic_release(thread_id t, engine::op_kind k, std::uintptr_t a, int order);

  /// Holds an access against the earlier ones and notes it. Stops the execution when the memory was freed.
  void access(thread_id t, access_kind k, std::uintptr_t a, std::size_t size, std::uint32_t event) {
    const vector_clock& now = clocks_->of(t);
    do {
      const std::uintptr_t offset = a % shadow_memory::granule_bytes;
      const std::size_t n = std::min<std::size_t>(shadow_memory::granule_bytes - offset, size);
      const auto mask = static_cast<std::uint8_t>(((1U << n) - 1U) << offset);
      shadow_cell& c = shadow_.at(a);
      if (c.generation != shadow_.generation()) {
        c.generation = shadow_.generation();
        c.atomics = c.more = 0;
        c.freed = c.raced = false;
        c.count = 1;
        c.records[0] = {now.at(t), event, t, mask, k};
      } else {
        const access_record& first = c.records[0];
        const bool known = c.count != 0 && first.thread == t && first.clock == now.at(t) && (mask & ~first.mask) == 0 &&
                           (first.kind == k || first.kind == access_kind::write);
        if (!known) compare(c, {now.at(t), event, t, mask, k}, a);
      }
      a += n;
      size -= n;
    } while (size != 0);
  }

  /// The block's bytes are given back: a write of all of them; what comes later is a use after free.
  void freed(thread_id t, std::uintptr_t a, std::size_t size, std::uint32_t event);
  /// Adds to `f` the free of the block at `a`, where it is known.
  void add_free(engine::finding& f, std::uintptr_t a);
  /// The bytes are a new block's: what was known about them is another's.
  void allocated(std::uintptr_t a, std::size_t size) noexcept;

 private:
  struct atomic_object {
    std::uint32_t next;
    std::uint8_t offset;   ///< in its granule
    vector_clock release;  ///< what an acquire of its present value takes in
  };
  struct further_record {
    access_record record;
    std::uint32_t next;
  };

  void compare(shadow_cell& c, const access_record& now, std::uintptr_t granule_address);
  [[nodiscard]] bool ordered(const access_record& before, const access_record& now) const noexcept {
    return before.thread == now.thread || clocks_->of(now.thread).at(before.thread) >= before.clock;
  }
  [[noreturn]] void after_free(const access_record& before, const access_record& now, std::uintptr_t a);
  void add_block(engine::finding& f, const void* address);
  void race(shadow_cell& c, const access_record& before, const access_record& now, std::uintptr_t a);
  atomic_object& atomic_at(std::uintptr_t a);
  void forget_atomics(shadow_cell& c, std::uint8_t mask) noexcept;

  finding_list& findings_;
  shadow_memory shadow_;
  order::clocks* clocks_{};
  order::pool<atomic_object> atomics_;
  order::pool<further_record> further_;
  bool freeing_{};
};

}  // namespace selvage::detect
