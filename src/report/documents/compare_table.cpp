#include <nlohmann/json.hpp>
#include <utility>

#include "src/report/compare_table.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

/// A title for the text of a clause in a cell of Markdown.
std::string in_cell(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
  return text;
}

}  // namespace

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
