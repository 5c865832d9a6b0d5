#include "src/report/compare_table.h"

#include <algorithm>

namespace selvage::report {

const char* name(cell_kind k) noexcept {
  switch (k) {
    case cell_kind::holds:
      return "holds";
    case cell_kind::liberty:
      return "liberty";
    case cell_kind::violated:
      return "violated";
    case cell_kind::not_applicable:
      return "not applicable";
    case cell_kind::not_reached:
      return "not reached";
  }
  return "?";
}

std::size_t compare_table::count(std::size_t s, cell_kind k, const compared_chapter& in) const noexcept {
  return static_cast<std::size_t>(
      std::ranges::count_if(in.clauses, [&](const auto& c) { return c.cells[s].kind == k; }));
}

std::size_t compare_table::count(std::size_t s, cell_kind k) const noexcept {
  std::size_t n = 0;
  for (const auto& chapter : chapters) n += count(s, k, chapter);
  return n;
}

bool compare_table::any_violation() const noexcept {
  for (std::size_t s = 0; s < subjects.size(); ++s) {
    if (count(s, cell_kind::violated) != 0) return true;
  }
  return false;
}

std::string cell_text(const compare_cell& c) {
  switch (c.kind) {
    case cell_kind::holds:
      return "✓";
    case cell_kind::liberty:
      return c.note;
    case cell_kind::violated:
      return "✗ " + c.note;
    case cell_kind::not_applicable:
      return "n/a";
    case cell_kind::not_reached:
      return "–";
  }
  return "?";
}

}  // namespace selvage::report
