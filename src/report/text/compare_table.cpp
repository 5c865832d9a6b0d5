#include <algorithm>

#include "src/report/compare_table.h"

namespace selvage::report {
namespace {

std::string coloured(const compare_cell& c, std::size_t width, const style& look) {
  const auto text = padded(cell_text(c), width);
  if (c.kind == cell_kind::violated) return look.bad(text);
  if (c.kind == cell_kind::holds) return look.good(text);
  return c.kind == cell_kind::liberty ? look.strong(text) : look.faint(text);
}

}  // namespace

std::string to_text(const compare_table& t, const style& look) {
  std::size_t first = 6;
  for_each_clause(t, [&](const auto&, const auto& c) { first = std::max(first, c.id.size()); });
  std::vector<std::size_t> widths;
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    auto w = width_of(t.subjects[s].name);
    for_each_clause(t, [&](const auto&, const auto& c) { w = std::max(w, width_of(cell_text(c.cells[s]))); });
    widths.push_back(w);
  }
  std::string out = padded("clause", first);
  for (std::size_t s = 0; s < t.subjects.size(); ++s) out += "  " + look.strong(padded(t.subjects[s].name, widths[s]));
  out += '\n';
  for_each_clause(t, [&](const auto&, const auto& c) {
    out += padded(c.id, first);
    for (std::size_t s = 0; s < t.subjects.size(); ++s) out += "  " + coloured(c.cells[s], widths[s], look);
    out += "  " + look.faint(c.text) + '\n';
  });
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    for_each_clause(t, [&](const auto&, const auto& c) {
      if (!c.cells[s].file.empty()) {
        out += "✗ " + t.subjects[s].name + " " + c.id + ": selvage replay " + c.cells[s].file + '\n';
      }
    });
  }
  for (const auto& n : t.notes) out += n + '\n';
  return out;
}

}  // namespace selvage::report
