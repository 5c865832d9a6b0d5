#include "src/check/suite/mutants.h"

#include <algorithm>
#include <array>

namespace selvage::check {
namespace {

#include "src/check/suite/mutant_table.inc"

}  // namespace

std::span<const mutant> mutants() noexcept { return table; }

const mutant* mutant_named(std::string_view name) noexcept {
  const auto* const it = std::ranges::find(table, name, &mutant::name);
  return it == table.end() ? nullptr : it;
}

}  // namespace selvage::check
