#include "src/report/compare_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

const char* kind_name(cell_kind k) {
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

std::string coloured(const compare_cell& c, std::size_t width, const style& look) {
  const auto text = padded(cell_text(c), width);
  if (c.kind == cell_kind::violated) return look.bad(text);
  if (c.kind == cell_kind::holds) return look.good(text);
  return c.kind == cell_kind::liberty ? look.strong(text) : look.faint(text);
}

std::string plain(const compare_table& t, const style& look) {
  std::size_t first = 6;
  for (const auto& c : t.clauses) first = std::max(first, c.id.size());
  std::vector<std::size_t> widths;
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    auto w = width_of(t.subjects[s]);
    for (const auto& c : t.clauses) w = std::max(w, width_of(cell_text(c.cells[s])));
    widths.push_back(w);
  }
  std::string out = padded("clause", first);
  for (std::size_t s = 0; s < t.subjects.size(); ++s) out += "  " + look.strong(padded(t.subjects[s], widths[s]));
  out += '\n';
  for (const auto& c : t.clauses) {
    out += padded(c.id, first);
    for (std::size_t s = 0; s < t.subjects.size(); ++s) out += "  " + coloured(c.cells[s], widths[s], look);
    out += "  " + look.faint(c.text) + '\n';
  }
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    for (const auto& c : t.clauses) {
      if (!c.cells[s].file.empty())
        out += "✗ " + t.subjects[s] + " " + c.id + ": selvage replay " + c.cells[s].file + '\n';
    }
  }
  for (const auto& n : t.notes) out += n + '\n';
  return out;
}

std::string markdown(const compare_table& t) {
  std::string out = "| clause |";
  std::string rule = "| --- |";
  for (const auto& s : t.subjects) {
    out += ' ' + s + " |";
    rule += " --- |";
  }
  out += " obligation |\n" + rule + " --- |\n";
  for (const auto& c : t.clauses) {
    out += "| " + c.id + " |";
    for (const auto& cell : c.cells) out += ' ' + cell_text(cell) + " |";
    out += ' ' + c.text + " |\n";
  }
  for (const auto& n : t.notes) out += "\n" + n + '\n';
  return out;
}

std::string document(const compare_table& t) {
  json j = {{"tool", "selvage"}, {"version", version}, {"command", "compare"}, {"subjects", t.subjects}};
  j["clauses"] = json::array();
  for (const auto& c : t.clauses) {
    json cells = json::object();
    for (std::size_t s = 0; s < t.subjects.size(); ++s) {
      json cell = {{"result", kind_name(c.cells[s].kind)}};
      if (!c.cells[s].note.empty())
        cell[c.cells[s].kind == cell_kind::liberty ? "liberty" : "verdict"] = c.cells[s].note;
      if (!c.cells[s].file.empty()) cell["file"] = c.cells[s].file;
      cells[t.subjects[s]] = std::move(cell);
    }
    j["clauses"].push_back({{"id", c.id}, {"text", c.text}, {"cells", std::move(cells)}});
  }
  j["notes"] = t.notes;
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace

bool compare_table::any_violation() const noexcept {
  return std::ranges::any_of(clauses, [](const auto& c) {
    return std::ranges::any_of(c.cells, [](const auto& cell) { return cell.kind == cell_kind::violated; });
  });
}

std::string to_text(const compare_table& t, table_format f, const style& look) {
  switch (f) {
    case table_format::text:
      return plain(t, look);
    case table_format::markdown:
      return markdown(t);
    case table_format::json:
      return document(t);
  }
  return {};
}

}  // namespace selvage::report
