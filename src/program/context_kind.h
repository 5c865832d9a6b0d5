#pragma once

#include "model/label.h"
#include "selvage/subject.h"

namespace selvage::check {

/// The SELVAGE_CONTEXT_* of an object that posts.
[[nodiscard]] constexpr int context_of(const model::object_spec& spec) noexcept {
  if (spec.throwing_context) return SELVAGE_CONTEXT_THROWING;
  if (spec.inline_context) return SELVAGE_CONTEXT_INLINE;
  return spec.loop_context ? SELVAGE_CONTEXT_LOOP : SELVAGE_CONTEXT_POOL;
}

}  // namespace selvage::check
