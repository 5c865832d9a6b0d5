#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/state.h"

namespace selvage::model {

/// What the objects of a machine are; does not change from state to state.
struct layout {
  std::size_t count{};
  std::array<object_spec, max_objects> spec{};
  std::array<std::uint8_t, max_objects> event{};  ///< the object that keeps the event behind a handle
  std::array<bool, max_objects> automatic{};      ///< by object: the event behind it is auto-reset
};

}  // namespace selvage::model
