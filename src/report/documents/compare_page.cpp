#include "src/report/documents/compare_page.h"

#include <algorithm>
#include <array>
#include <set>

#include "src/check/suite/liberties.h"
#include "src/report/compare_page_style.inc"
#include "src/report/style/markup.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

constexpr std::array shown_kinds = {cell_kind::holds, cell_kind::liberty, cell_kind::violated};

std::string tag(std::string_view name, std::string_view attributes, const std::string& content) {
  std::string out = "<";
  out += name;
  if (!attributes.empty()) (out += ' ') += attributes;
  ((out += '>') += content) += "</";
  return (out += name) += '>';
}

/// A class name of a kind.
std::string_view class_of(cell_kind k) {
  return std::ranges::find(shown_kinds, k) != shown_kinds.end() ? name(k) : "none";
}

std::string attribute(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + escaped(value) + '"';
}

/// The anchor of a counterexample; of a subject alone without a clause.
std::string anchor(std::string_view subject, std::string_view clause) {
  std::string id(subject.substr(subject.rfind('/') + 1));
  std::ranges::replace(id, ' ', '-');
  return clause.empty() ? id : id + '-' + std::string(clause);
}

/// A word that may be broken after each underscore.
std::string breakable(std::string_view word) {
  auto out = escaped(word);
  for (std::size_t at = 0; (at = out.find('_', at)) != std::string::npos; at += 6) out.insert(at + 1, "<wbr>");
  return out;
}

std::string plural(std::size_t n, std::string_view word) {
  return grouped(n) + ' ' + std::string(word) + (n == 1 ? "" : "s");
}

std::string head(const compare_table& t) {
  std::size_t clauses = 0;
  for (const auto& c : t.chapters) clauses += c.clauses.size();
  return tag("h1", "", "Conformance of asynchronous completion") +
         tag("p", "class=lede",
             tag("b", "", plural(t.subjects.size(), "implementation")) + " of events, handles, Begin and End, " +
                 "registered waits and asynchronous disposal, held against " + tag("b", "", plural(clauses, "clause")) +
                 " of one executable model. A tick means that executions put the clause to the test and none broke "
                 "it; a liberty is a deviation that the documents allow; every violation has its counterexample.") +
         '\n';
}

std::string counts(const compare_table& t, std::size_t s) {
  std::string bar;
  std::string text;
  for (const auto k : shown_kinds) {
    const auto n = t.count(s, k);
    const auto which = "class=" + std::string(class_of(k));
    if (n != 0) bar += tag("i", which + " style=\"flex:" + std::to_string(n) + '"', "");
    text += tag("span", which,
                tag("b", "", std::to_string(n)) + ' ' +
                    (k == cell_kind::holds     ? "hold"
                     : k == cell_kind::liberty ? "with a liberty"
                                               : "violated"));
  }
  return tag("div", "class=bar", bar) + tag("div", "class=counts", text);
}

std::string cards(const compare_table& t) {
  std::string out;
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    const auto& about = t.subjects[s];
    const auto version =
        about.version.empty() ? "" : tag("small", attribute("title", about.version), escaped(about.version));
    out += tag("article", "class=card " + attribute("id", anchor(about.name, "")),
               tag("h3", "", escaped(about.name) + version) + tag("p", "", escaped(about.description)) + counts(t, s) +
                   tag("p", "class=basis", tag("time", "", escaped(about.date)) + " · " + escaped(about.basis))) +
           '\n';
  }
  return tag("section", "class=cards", '\n' + out) + '\n';
}

std::string mark(const compare_cell& c, const std::string& subject, const std::string& clause) {
  const std::string which = "class=\"mark " + std::string(class_of(c.kind)) + '"';
  const auto titled = which + ' ' + attribute("title", name(c.kind));
  switch (c.kind) {
    case cell_kind::holds:
      return tag("span", titled, "✓");
    case cell_kind::liberty:
      return tag("span", titled, breakable(c.note));
    case cell_kind::violated:
      if (c.shown.empty()) return tag("span", titled, "✗ " + escaped(c.note));
      return tag("a", titled + ' ' + attribute("href", '#' + anchor(subject, clause)), "✗ " + escaped(c.note));
    case cell_kind::not_applicable:
      return tag("span", titled, "·");
    case cell_kind::not_reached:
      return tag("span", titled, "–");
  }
  return {};
}

/// Whether the subjects to which a clause applies do not differ in it.
bool same(const compared_clause& c) {
  std::set<std::string> seen;
  for (const auto& cell : c.cells) {
    if (class_of(cell.kind) != "none") seen.insert(std::string(class_of(cell.kind)) + cell.note);
  }
  return seen.size() < 2;
}

std::string chapter_row(const compare_table& t, const compared_chapter& chapter) {
  std::string row = tag("th", "colspan=2 scope=rowgroup", escaped(chapter.title));
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    const auto holds = t.count(s, cell_kind::holds, chapter);
    const auto all = holds + t.count(s, cell_kind::liberty, chapter) + t.count(s, cell_kind::violated, chapter);
    row += tag("td", "class=cell", all == 0 ? std::string() : std::to_string(holds) + " of " + std::to_string(all));
  }
  return tag("tr", "class=chapter", row) + '\n';
}

std::string table(const compare_table& t) {
  std::string header = tag("th", "scope=col", "Clause") + tag("th", "scope=col", "Obligation");
  for (const auto& s : t.subjects) {
    header += tag("th", "class=who scope=col",
                  tag("a", attribute("href", '#' + anchor(s.name, "")), escaped(s.name)) +
                      tag("small", attribute("title", s.version), escaped(s.version)));
  }
  std::string out = tag("thead", "", tag("tr", "", header)) + '\n';
  for (const auto& chapter : t.chapters) {
    auto body = chapter_row(t, chapter);
    for (const auto& c : chapter.clauses) {
      auto row = tag("th", "class=id scope=row " + attribute("id", c.id), escaped(c.id)) +
                 tag("td", "class=text", escaped(c.text));
      for (std::size_t s = 0; s < t.subjects.size(); ++s) {
        row += tag("td", "class=cell", mark(c.cells[s], t.subjects[s].name, c.id));
      }
      body += tag("tr", same(c) ? "class=\"clause same\"" : "class=clause", row) + '\n';
    }
    out += tag("tbody", "", '\n' + body) + '\n';
  }
  constexpr std::size_t few = 10;
  return tag("div", "class=scroll", tag("table", t.subjects.size() > few ? "class=many" : "", '\n' + out)) + '\n';
}

std::string legend() {
  const auto key = [](std::string_view kind, const std::string& sign, const std::string& text) {
    return tag("span", "class=key", tag("span", "class=\"mark " + std::string(kind) + '"', sign) + text);
  };
  return tag("div", "class=bar-of-table",
             key("holds", "✓", "holds") + key("liberty", "a liberty", "holds once that is granted") +
                 key("violated", "✗ verdict", "violated, with a counterexample") +
                 key("none", "–", "not put to the test") + key("none", "·", "not applicable") +
                 tag("label", "", "<input type=checkbox id=differences>only where implementations differ")) +
         '\n';
}

std::string liberties() {
  std::string list;
  for (const auto l : check::all_liberties()) {
    list += tag("dt", "", tag("span", "class=\"mark liberty\"", escaped(model::name(l)))) +
            tag("dd", "", escaped(check::meaning(l)) + '.');
  }
  return tag("h2", "", "The liberties") + tag("dl", "class=liberties", list) + '\n';
}

std::string counterexamples(const compare_table& t) {
  std::string out;
  for (std::size_t s = 0; s < t.subjects.size(); ++s) {
    for (const auto& chapter : t.chapters) {
      for (const auto& c : chapter.clauses) {
        const auto& cell = c.cells[s];
        if (cell.shown.empty()) continue;
        const auto& who = t.subjects[s].name;
        out += tag("article", "class=found " + attribute("id", anchor(who, c.id)),
                   tag("h3", "",
                       escaped(who) + tag("code", "", escaped(c.id)) +
                           tag("span", "class=\"mark violated\"", escaped(cell.note)) +
                           tag("a", attribute("href", '#' + c.id), "back to the table")) +
                       tag("p", "", escaped(c.text)) + tag("pre", "", escaped(cell.shown))) +
               '\n';
      }
    }
  }
  return out.empty() ? out : tag("h2", "", "Counterexamples") + '\n' + out;
}

std::string notes(const compare_table& t) {
  std::string list;
  for (const auto& n : t.notes) list += tag("li", "", escaped(n));
  return list.empty() ? list : tag("h2", "", "Not about a clause") + tag("ul", "class=notes", list) + '\n';
}

}  // namespace

std::string to_html(const compare_table& t) {
  return "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
         "<meta name=viewport content=\"width=device-width, initial-scale=1\">\n"
         "<title>Conformance of asynchronous completion</title>\n" +
         tag("style", "", '\n' + std::string(compare_page_style)) + '\n' + tag("header", "", head(t)) + '\n' +
         cards(t) + legend() + table(t) + liberties() + counterexamples(t) + notes(t) +
         tag("footer", "", "Made by selvage " + escaped(version) + " compare.") + "\n</html>\n";
}

}  // namespace selvage::report
