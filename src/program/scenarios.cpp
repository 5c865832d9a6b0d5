#include "src/program/scenarios.h"

#include <algorithm>
#include <vector>

#include "src/program/client_scenarios.h"
#include "src/program/families.h"

namespace selvage::check {

std::span<const scenario> scenarios() noexcept {
  static const auto all = [] {
    std::vector<scenario> list;
    for (const auto& row : families()) {
      const auto of_family = row.scenarios();
      list.insert(list.end(), of_family.begin(), of_family.end());
    }
    return list;
  }();
  return all;
}

const scenario* scenario_named(std::string_view name) noexcept {
  for (const auto& group : {scenarios(), client_scenarios()}) {
    const auto it = std::ranges::find(group, name, &scenario::name);
    if (it != group.end()) return &*it;
  }
  return nullptr;
}

}  // namespace selvage::check
