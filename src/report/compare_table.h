#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "src/report/style/style.h"

namespace selvage::report {

enum class cell_kind {
  holds,    ///< executions took the clause, and none broke it
  liberty,  ///< it holds once a named liberty is granted
  violated,
  not_applicable,  ///< the subject lacks an operation the clause is about
  not_reached,     ///< no execution took the clause
};

/// "holds", "liberty", "violated", "not applicable", "not reached".
[[nodiscard]] const char* name(cell_kind k) noexcept;

/// What one subject showed of one clause.
struct compare_cell {
  cell_kind kind{cell_kind::not_reached};
  std::string note;   ///< the liberty, or the verdict
  std::string file;   ///< the counterexample of a violation
  std::string shown;  ///< the same, as people read it
};

struct compared_subject {
  std::string name;
  std::string version;
  std::string description;
  std::string basis;  ///< what was run, e.g. "31 scenarios and 60 generated programs, 120,000 executions"
  std::string date;   ///< of that, as 2026-03-31
};

struct compared_clause {
  std::string id;
  std::string text;
  std::vector<compare_cell> cells;  ///< one a subject
};

struct compared_chapter {
  std::string prefix;  ///< of its clauses
  std::string title;
  std::vector<compared_clause> clauses;
};

/// Implementations across, clauses down.
struct compare_table {
  std::vector<compared_subject> subjects;
  std::vector<compared_chapter> chapters;
  std::vector<std::string> notes;  ///< e.g. violations that are no clause's, one line each

  [[nodiscard]] bool any_violation() const noexcept;
  /// How many of subject `s`'s clauses are so, in one chapter or in all.
  [[nodiscard]] std::size_t count(std::size_t s, cell_kind k, const compared_chapter& in) const noexcept;
  [[nodiscard]] std::size_t count(std::size_t s, cell_kind k) const noexcept;
};

/// A cell in a few characters: "✓", a liberty, "✗ " and a verdict.
[[nodiscard]] std::string cell_text(const compare_cell& c);

/// Calls `what(chapter, clause)` for each.
template <typename What>
void for_each_clause(const compare_table& t, const What& what) {
  for (const auto& chapter : t.chapters) {
    for (const auto& c : chapter.clauses) what(chapter, c);
  }
}

/// For a terminal.
[[nodiscard]] std::string to_text(const compare_table& t, const style& look);

/// One table a chapter, with a heading each.
[[nodiscard]] std::string to_markdown(const compare_table& t);

/// The JSON document.
[[nodiscard]] std::string to_json(const compare_table& t);

}  // namespace selvage::report
