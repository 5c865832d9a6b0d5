#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <vector>

namespace selvage::tests {

enum class act : std::uint8_t {
  read,
  write,
  atomic_load,
  atomic_store,
  atomic_add,
  compare_exchange,
  fence,
  locked,        ///< a mutex around a plain write
  read_locked,   ///< a shared lock around a plain read
  write_locked,  ///< the same lock, exclusive, around a plain write
  post,
  try_wait,
};

/// One operation of a thread. Operations on memory name a byte of the few that the threads share.
struct operation {
  act what{};
  std::uint8_t place{};
  std::uint8_t size{};
  int order{};
};

using thread_operations = std::vector<operation>;
using random_program = std::vector<thread_operations>;

inline constexpr std::size_t shared_bytes = 32;

[[nodiscard]] random_program make_program(std::mt19937& random);

/// What one operation did, in the order of the interleaving.
struct event {
  std::uint8_t thread{};
  act what{};       ///< fence, the accesses, and for locks: locked, read_locked, write_locked as acquisitions
  bool released{};  ///< of a lock: it was given back
  std::uint8_t place{};
  std::uint8_t size{};
  int order{};
  bool done{};  ///< of compare_exchange and try_wait: it succeeded
};

/// The granules of eight bytes on which two accesses conflict and are not ordered by happens-before, as a bit set:
/// worked out from the definitions ([intro.races], [atomics.fences]), one pair at a time.
[[nodiscard]] std::uint32_t racing_granules(const std::vector<event>& trace);

}  // namespace selvage::tests
