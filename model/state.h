#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "model/label.h"

namespace selvage::model {

inline constexpr std::size_t max_threads = 8;
inline constexpr std::size_t max_objects = 8;

/// How far a thread's call has come.
enum class phase : std::uint8_t {
  idle,       ///< outside any call
  called,     ///< has begun; takes its references, or does its one step on a handle
  acting,     ///< holds every reference; the effect is still to come
  testing,    ///< a signal-and-wait that has signalled and is about to test
  waiting,    ///< among the waiters
  borrowed,   ///< interrupted: out of the waiters for a while
  leaving,    ///< the result is fixed; references are given back
  releasing,  ///< dropped the last reference of a handle; its resource is released next
  done,       ///< about to return
};

enum class patience : std::uint8_t { poll, finite, infinite };

/// One thread's call. Positions are indices into the call's list of objects.
struct pending_call {
  phase at{};
  operation op{};
  std::uint8_t count{};      ///< objects of the call
  patience timeout{};        ///< of waits
  std::uint8_t held{};       ///< bit per position: a reference is held
  std::uint8_t releasing{};  ///< the object whose resource is released in phase `releasing`
  std::int16_t result{};     ///< once fixed
  std::array<std::uint8_t, max_label_objects> objects{};

  friend bool operator==(const pending_call&, const pending_call&) = default;
};

/// A handle's word, and for an event (not for its duplicates) whether it is set.
struct object_state {
  std::uint16_t references{};
  bool disposed{};
  bool closed{};
  bool set{};
  std::uint8_t unused{};

  friend bool operator==(const object_state&, const object_state&) = default;
};

/// A machine's state: a plain value without padding, equal exactly when its bytes are.
struct state {
  std::array<pending_call, max_threads> threads{};
  std::array<object_state, max_objects> objects{};

  friend bool operator==(const state&, const state&) = default;
};
static_assert(std::is_trivially_copyable_v<state> && std::has_unique_object_representations_v<object_state>);
static_assert(sizeof(pending_call) == 12 && sizeof(state) % 8 == 0);

/// A hash over the state's bytes. O(size of a state), about ten nanoseconds.
[[nodiscard]] inline std::uint64_t hash(const state& s) noexcept {
  std::uint64_t h = 0x9e3779b97f4a7c15ULL;
  const char* bytes = reinterpret_cast<const char*>(&s);
  for (std::size_t i = 0; i < sizeof(state); i += 8) {
    std::uint64_t word{};
    std::memcpy(&word, bytes + i, 8);
    h = (h ^ word) * 0xff51afd7ed558ccdULL;
    h ^= h >> 32;
  }
  return h;
}

}  // namespace selvage::model
