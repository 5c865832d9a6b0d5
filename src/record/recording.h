#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "src/engine/strategy.h"

namespace selvage::record {

/// What a thread did.
enum class act : std::uint8_t {
  starts,    ///< `other` comes into being
  joins,     ///< `other` has finished
  ends,      ///< the thread is at its end
  attempts,  ///< stands before an object that it may have to wait for
  sleeps,    ///< on `object`, or on none
  takes,     ///< an object, as `how` says
  gives,     ///< an object, as `how` says
  notifies,  ///< an object on which `count` threads sleep
  wakes,     ///< `other`
  fires,     ///< it goes on by itself, as `kind` says: timeout, spurious, interrupt
  yields,
  loads,    ///< memory, atomically
  stores,   ///< memory, atomically
  updates,  ///< memory, atomically: reads and writes
  fences,
  reads,      ///< memory
  writes,     ///< memory
  allocates,  ///< a block of `count` bytes
  frees,      ///< a block of `count` bytes
  stops,      ///< ends the execution
  labels,     ///< it is here that label number `count` of the history was recorded
};

[[nodiscard]] constexpr bool changes_memory(act a) noexcept {
  return a == act::stores || a == act::updates || a == act::writes;
}
[[nodiscard]] constexpr bool touches_memory(act a) noexcept {
  return changes_memory(a) || a == act::loads || a == act::reads;
}

/// One thing that one thread did, in the order of the execution.
struct step {
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  act what{};
  engine::op_kind kind{};
  engine::thread_id thread{engine::no_thread};
  engine::thread_id other{engine::no_thread};
  std::uint8_t how{};     ///< engine::hold of `takes` and `gives`; the memory order (__ATOMIC_*) of atomics and fences
  std::uint8_t values{};  ///< how many of `value` are known: before, and after
  bool preempts{};        ///< the thread that ran before could have gone on
  std::uint32_t object{none};
  std::uint32_t count{};
  std::uint32_t newer{};  ///< values of the object newer than the one that was read
  std::uint32_t missed{none};  ///< the step that wrote the oldest of them
  std::uint32_t event{};  ///< as the detectors count (engine::evidence); 0 where they counted nothing
  std::uint32_t stack{none};
  std::array<std::uint64_t, 2> value{};
};

struct recorded_thread {
  std::string name;  ///< its spawn path
  engine::thread_id parent{engine::no_thread};
};

/// What steps act on: a synchronisation object, or memory.
struct recorded_object {
  std::string kind;  ///< "mutex", ..., or "memory"
  std::string name;  ///< e.g. "mutex 1", a variable's name, "heap+0x40"
};

struct place {
  std::string function;
  std::string file;  ///< empty when unknown
  std::uint32_t line{};
};

/// A detector's finding: its sentence and the events that it rests on.
struct recorded_finding {
  std::string verdict;  ///< empty for a warning
  std::string text;
  struct deed {
    std::uint32_t event{};
    std::string text;
  };
  std::vector<deed> deeds;
};

/// One execution, step by step, in words that mean the same in every process.
struct recording {
  std::vector<recorded_thread> threads;
  std::vector<recorded_object> objects;
  std::vector<place> places;
  std::vector<std::vector<std::uint32_t>> stacks;  ///< indices of `places`, innermost first
  std::vector<step> steps;
  std::vector<recorded_finding> findings;
  std::string ending;  ///< as engine::name says
  std::string message;
  std::vector<std::string> stuck;  ///< who waits on what
  std::uint64_t left_out{};        ///< steps that came after the last one kept
};

/// A document for another process.
[[nodiscard]] std::string to_json(const recording& r);

/// Throws std::exception for a text that is none.
[[nodiscard]] recording recording_from_json(const std::string& text);

}  // namespace selvage::record
