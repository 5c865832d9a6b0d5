#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace selvage::model {

/// A named nondeterminism that the documents allow and some implementations take (spec/conformance.md).
enum class liberty : std::uint8_t {
  missed_pulse,      ///< an interrupted waiter may miss a pulse
  missed_set_reset,  ///< a waiter may miss a set that a reset follows
  coalesced_sets,    ///< sets on an auto-reset event may release fewer waiters than sets
  unheld_waits,      ///< a wait holds no reference: a close takes the event away from under it
};

/// The liberty's name as the spec writes it, e.g. "missed_pulse".
[[nodiscard]] std::string_view name(liberty l) noexcept;

/// The liberties an implementation is held to.
struct profile {
  std::string_view name;
  std::uint32_t liberties{};  ///< bit `1 << liberty`

  [[nodiscard]] constexpr bool allows(liberty l) const noexcept {
    return (liberties >> static_cast<unsigned>(l) & 1U) != 0;
  }
};

/// All named profiles; `strict` first.
[[nodiscard]] std::span<const profile> profiles() noexcept;

/// The profile with that name, or null.
[[nodiscard]] const profile* profile_named(std::string_view name) noexcept;

}  // namespace selvage::model
