#pragma once

#include <span>
#include <string_view>

namespace selvage::check {

/// A seeded bug of tests/mutants, as its patch's header says.
struct mutant {
  std::string_view name;      ///< e.g. "mutant-lost-set": of its subject, if it is one
  std::string_view verdict;   ///< what it must be caught as; empty where tests kill it
  std::string_view clause;    ///< the clause it breaks; empty when no clause speaks of it
  std::string_view scenario;  ///< one that shows it; empty when none is named
  std::string_view breaks;    ///< one line: what was changed
  std::string_view real_bug;  ///< the bug in the world it stands for
  std::string_view options;   ///< what the scenario needs to show it, e.g. "interrupts"
  std::string_view program;   ///< one that shows it, where no scenario does; empty when there is none
  std::string_view test;      ///< the unit tests or the program that kill it, where no history shows it; it is no subject then
};

/// Every mutant, sorted by name. The table is made by the build from the patches.
[[nodiscard]] std::span<const mutant> mutants() noexcept;

/// The mutant with that name, or null.
[[nodiscard]] const mutant* mutant_named(std::string_view name) noexcept;

}  // namespace selvage::check
