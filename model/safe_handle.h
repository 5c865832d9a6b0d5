#pragma once

#include "model/state.h"
#include "model/transition.h"

namespace selvage::model::safe_handle {

/// What one step on a handle's word did.
struct change {
  transition via{};
  std::int16_t result{};
  bool last{};  ///< dropped the last reference of a handle that was not closed: its resource is due
};

/// The word as .NET lays it out: references << 2 | disposed << 1 | closed.
[[nodiscard]] constexpr std::uint32_t word(const object_state& h) noexcept {
  return static_cast<std::uint32_t>(h.references) << 2 | static_cast<std::uint32_t>(h.disposed) << 1 |
         static_cast<std::uint32_t>(h.closed);
}

// Each function is one indivisible step of the machine in spec/handles.md. O(1).

[[nodiscard]] object_state fresh() noexcept;
change add_ref(object_state& h) noexcept;
change release(object_state& h) noexcept;
change dispose(object_state& h) noexcept;
change set_invalid(object_state& h) noexcept;
change is_closed(const object_state& h) noexcept;

}  // namespace selvage::model::safe_handle
