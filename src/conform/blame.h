#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "src/conform/trail.h"

namespace selvage::conform {

/// Reads a history as a person would, to name the operation that most likely went wrong.
class blame {
 public:
  explicit blame(const trail& t) : trail_(t) {}

  /// The implementation takes the event behind `object` for set and the machine does not.
  [[nodiscard]] std::string_view taken_for_set(std::size_t object) const;

  /// The implementation takes the event behind `object` for unset and the machine does not.
  [[nodiscard]] std::string_view taken_for_unset(std::size_t object) const;

  /// A reference to `object` was dropped too often, or its disposed mark forgotten.
  [[nodiscard]] std::string_view dropped_too_often(std::size_t object) const;

  /// A reference to `object` was not given back.
  [[nodiscard]] std::string_view kept_too_long(std::size_t object) const;

  /// Another handle of the same event was closed, and this one was not.
  [[nodiscard]] bool closed_elsewhere(std::size_t object) const;

  /// The event behind the object.
  [[nodiscard]] std::size_t event(std::size_t object) const noexcept {
    return trail_.machine().objects().event[object];
  }
  [[nodiscard]] bool automatic(std::size_t object) const noexcept {
    return trail_.machine().objects().automatic[object];
  }

  /// True when a quiescent label stands between the two indices of the history.
  [[nodiscard]] bool slept_between(std::size_t from, std::size_t to) const;

  /// Calls of that operation on the object itself, in order of their beginning.
  [[nodiscard]] std::vector<const call_record*> calls_of(model::operation op, std::size_t object) const;

  /// Calls that set the event behind the object.
  [[nodiscard]] std::vector<const call_record*> sets_of(std::size_t object) const;

  /// True when the call's list of objects reaches the event behind `object`.
  [[nodiscard]] bool reaches(const call_record& c, std::size_t object) const;

 private:
  [[nodiscard]] bool rolled_back(std::size_t object) const;

  const trail& trail_;
};

}  // namespace selvage::conform
