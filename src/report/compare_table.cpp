#include "src/report/compare_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

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

/// Calls `what(chapter, clause)` for each.
template <typename What>
void for_each_clause(const compare_table& t, const What& what) {
  for (const auto& chapter : t.chapters) {
    for (const auto& c : chapter.clauses) what(chapter, c);
  }
}

/// A title for the text of a clause in a cell of Markdown.
std::string in_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
  return text;
}

}  // namespace

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

std::string to_markdown(const compare_table& t) {
  std::string out = "| implementation | version | what | run | holds | liberties | violated |\n";
  out += "| --- | --- | --- | --- | --: | --: | --: |\n";
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    const auto& about = t.subjects[s];
    out += "| " + about.name + " | " + about.version + " | " + in_cell(about.description) + " | " + about.date + ": " +
           in_cell(about.basis) + " |";
    for (const auto k : {cell_kind::holds, cell_kind::liberty, cell_kind::violated}) {
      out += ' ' + std::to_string(t.count(s, k)) + " |";
    }
    out += '\n';
  }
  for (const auto& chapter : t.chapters) {
    out += "\n## " + chapter.title + "\n\n| clause |";
    std::string rule = "| --- |";
    for (const auto& s : t.subjects) {
      out += ' ' + s.name + " |";
      rule += " --- |";
    }
    out += " obligation |\n" + rule + " --- |\n";
    for (const auto& c : chapter.clauses) {
      out += "| " + c.id + " |";
      for (const auto& cell : c.cells) out += ' ' + cell_text(cell) + " |";
      out += ' ' + in_cell(c.text) + " |\n";
    }
  }
  for (const auto& n : t.notes) out += "\n" + n + '\n';
  return out;
}

std::string to_json(const compare_table& t) {
  json j = {{"tool", "selvage"}, {"version", version}, {"command", "compare"}};
  j["subjects"] = json::array();
  for (const auto& s : t.subjects) {
    j["subjects"].push_back({{"name", s.name},
                             {"version", s.version},
                             {"description", s.description},
                             {"basis", s.basis},
                             {"date", s.date}});
  }
  j["clauses"] = json::array();
  for_each_clause(t, [&](const auto& chapter, const auto& c) {
    json cells = json::object();
    for (std::size_t s = 0; s < t.subjects.size(); ++s) {
      json cell = {{"result", name(c.cells[s].kind)}};
      if (!c.cells[s].note.empty()) {
        cell[c.cells[s].kind == cell_kind::liberty ? "liberty" : "verdict"] = c.cells[s].note;
      }
      if (!c.cells[s].file.empty()) cell["file"] = c.cells[s].file;
      cells[t.subjects[s].name] = std::move(cell);
    }
    j["clauses"].push_back({{"id", c.id}, {"chapter", chapter.title}, {"text", c.text}, {"cells", std::move(cells)}});
  });
  j["notes"] = t.notes;
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report
