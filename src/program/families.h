#pragma once

#include <memory>
#include <span>

#include "model/label.h"
#include "selvage/subject.h"
#include "src/program/driver.h"
#include "src/program/family_guards.h"
#include "src/program/scenario.h"

namespace selvage::check {

/// What programs have of one family of operations. Each is in a folder of families/.
struct family_row {
  model::family of{};
  std::unique_ptr<driver> (*make_driver)(const selvage_subject& subject){};
  std::span<const scenario> (*scenarios)() noexcept {};
  const family_guards* guards{};
};

/// One row a family, in the order of `scenarios()`.
[[nodiscard]] std::span<const family_row> families() noexcept;
[[nodiscard]] const family_row& row_of(model::family f) noexcept;

/// The driver of a family. The subject's table must outlive it.
[[nodiscard]] std::unique_ptr<driver> make_driver(model::family f, const selvage_subject& subject);

}  // namespace selvage::check
