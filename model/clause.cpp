#include "model/clause.h"

#include <algorithm>

#include "model/clause_table.inc"

namespace selvage::model {

std::span<const clause> clauses() noexcept { return generated::clause_table; }

std::span<const chapter> chapters() noexcept { return generated::chapter_table; }

const clause* clause_named(std::string_view id) noexcept {
  const auto all = clauses();
  const auto found = std::ranges::find(all, id, &clause::id);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace selvage::model
