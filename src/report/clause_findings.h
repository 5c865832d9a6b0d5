#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "src/report/compare_table.h"

namespace selvage::report {

using clause_set = std::set<std::string, std::less<>>;

/// What a subject showed of the clauses, gathered execution by execution or history by history.
class clause_findings {
 public:
  /// `sees_references`: whether anyone can tell how many references the subject's handles have.
  explicit clause_findings(std::string subject, bool sees_references)
      : subject_(std::move(subject)), sees_references_(sees_references) {}

  /// Clauses that what was run can put to the test, and clauses that it did.
  void possible(const clause_set& ids) { possible_.insert(ids.begin(), ids.end()); }
  void reached(const clause_set& ids) { reached_.insert(ids.begin(), ids.end()); }

  /// The clause holds once `liberty` is granted; without effect, and false, for a liberty that the clause does not name.
  bool takes(std::string_view clause, std::string_view liberty);
  [[nodiscard]] bool breaks(std::string_view clause) const { return broken_.contains(clause); }
  void breaks(std::string_view clause, compare_cell how) { broken_.emplace(clause, std::move(how)); }
  /// A line below the table; after the twentieth, and repeated, dropped.
  void note(std::string_view text);

  [[nodiscard]] compare_cell cell(std::string_view clause) const;
  [[nodiscard]] const std::vector<std::string>& notes() const noexcept { return notes_; }

 private:
  std::string subject_;
  bool sees_references_;
  clause_set possible_;
  clause_set reached_;
  std::map<std::string, std::string, std::less<>> liberties_;
  std::map<std::string, compare_cell, std::less<>> broken_;
  std::vector<std::string> notes_;
};

}  // namespace selvage::report
