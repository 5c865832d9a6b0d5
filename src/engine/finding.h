#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "src/engine/strategy.h"

namespace selvage::engine {

enum class finding_kind : std::uint8_t {
  data_race,
  use_after_free,
  double_free,
  invalid_free,     ///< of what the heap never gave out
  mismatched_free,  ///< e.g. delete of what malloc gave
  leak,
  misuse,
  lost_wakeup,
  deadlock,
  lock_inversion,  ///< a warning: two orders of locking that could meet
  old_value,       ///< a note: an atomic load returned another value than the newest
  stopped,         ///< no verdict of its own: where the execution ended (an assertion, an abort, a signal)
};

/// What a thread did that a finding rests on.
enum class deed : std::uint8_t {
  read,
  write,
  atomic_read,
  atomic_write,
  allocated,
  freed,
  blocked,
  locked,
  notified,
  ended
};

/// One instruction pointer, with the calls inlined there: innermost first.
struct frame {
  std::uintptr_t address{};
  std::string function;  ///< empty when unknown
  std::string file;      ///< empty when unknown
  unsigned line{};
};

/// A deed of one thread. `event` numbers what the observer saw in the execution, from 1; 0 when the deed was not seen.
struct evidence {
  deed what{};
  thread_id thread{no_thread};
  std::uint32_t event{};
  std::uint32_t size{};      ///< bytes, of an access or a block; an object's number among its kind
  const char* kind{};        ///< of an object, e.g. "mutex"; null for memory
  const void* address{};     ///< what it acted on
  std::vector<frame> stack;  ///< innermost first; empty until the schedule is run again (src/detect/explain.h)
};

/// What a detector has to say about an execution. Records are reused from one execution to the next: finding the same
/// again does not allocate.
struct finding {
  static constexpr std::size_t max_evidence = 8;

  finding_kind kind{};
  const void* address{};  ///< the memory or the object it is about; null for none
  std::uint64_t size{};   ///< bytes, of a leak; the value that was read
  std::uint64_t count{};  ///< blocks, of a leak; values newer than the one that was read
  std::array<evidence, max_evidence> deeds;
  std::size_t deed_count{};
  std::string message;  ///< empty until described
};

}  // namespace selvage::engine
