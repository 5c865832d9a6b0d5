#pragma once

#include <string>
#include <vector>

#include "src/report/style.h"

namespace selvage::report {

enum class cell_kind {
  holds,    ///< executions took the clause, and none broke it
  liberty,  ///< it holds once a named liberty is granted
  violated,
  not_applicable,  ///< the subject lacks an operation the clause is about
  not_reached,     ///< no execution took the clause
};

/// What one subject showed of one clause.
struct compare_cell {
  cell_kind kind{cell_kind::not_reached};
  std::string note;  ///< the liberty, or the verdict
  std::string file;  ///< the counterexample of a violation
};

struct compared_clause {
  std::string id;
  std::string text;
  std::vector<compare_cell> cells;  ///< one a subject
};

/// Implementations across, clauses down.
struct compare_table {
  std::vector<std::string> subjects;
  std::vector<compared_clause> clauses;
  std::vector<std::string> notes;  ///< e.g. violations that are no clause's, one line each

  [[nodiscard]] bool any_violation() const noexcept;
};

enum class table_format { text, markdown, json };

[[nodiscard]] std::string to_text(const compare_table& t, table_format f, const style& look);

}  // namespace selvage::report
