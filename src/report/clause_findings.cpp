#include "src/report/clause_findings.h"

#include <algorithm>

#include "model/clause.h"

namespace selvage::report {

bool clause_findings::takes(std::string_view id, std::string_view liberty) {
  const auto* const clause = model::clause_named(id);
  if (clause == nullptr || clause->liberty.find(liberty) == std::string_view::npos) return false;
  auto& names = liberties_[std::string(id)];
  if (names.find(liberty) == std::string::npos) names += (names.empty() ? "" : ", ") + std::string(liberty);
  return true;
}

void clause_findings::note(std::string_view text) {
  auto line = subject_ + ": " + std::string(text);
  if (notes_.size() < 20 && std::ranges::find(notes_, line) == notes_.end()) notes_.push_back(std::move(line));
}

compare_cell clause_findings::cell(std::string_view id) const {
  const bool about_handles = id.starts_with("HND-") || id == "EVT-02";
  if (about_handles && !sees_references_) return {cell_kind::not_applicable, {}, {}, {}};
  if (const auto it = broken_.find(id); it != broken_.end()) return it->second;
  if (const auto it = liberties_.find(id); it != liberties_.end()) return {cell_kind::liberty, it->second, {}, {}};
  if (reached_.contains(id)) return {cell_kind::holds, {}, {}, {}};
  return {possible_.contains(id) ? cell_kind::not_reached : cell_kind::not_applicable, {}, {}, {}};
}

}  // namespace selvage::report
