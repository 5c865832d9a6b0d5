#pragma once

#include <span>
#include <string_view>

namespace selvage::model {

/// One numbered sentence of the spec. The table is generated from spec/*.md by the build.
struct clause {
  std::string_view id;          ///< e.g. "EVT-07"
  std::string_view text;        ///< the sentence
  std::string_view source;      ///< where it comes from
  std::string_view liberty;     ///< the liberties that relax it, comma-separated, or "none"
  std::string_view checked_by;  ///< "machine", or the detector that judges what no history shows
};

/// A file of the spec.
struct chapter {
  std::string_view prefix;  ///< of its clauses, e.g. "EVT"
  std::string_view title;   ///< e.g. "Events"
};

/// The chapters that have clauses, in the order of clauses().
[[nodiscard]] std::span<const chapter> chapters() noexcept;

/// Every clause, in the order of the chapters.
[[nodiscard]] std::span<const clause> clauses() noexcept;

/// The clause with that id, or null. O(number of clauses).
[[nodiscard]] const clause* clause_named(std::string_view id) noexcept;

}  // namespace selvage::model
