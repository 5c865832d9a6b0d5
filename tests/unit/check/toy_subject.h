#pragma once

#include "src/check/subject/subject_library.h"

namespace selvage::check::test {

/// An auto-reset event of pthread calls, made to fail: `set` wakes a waiter and forgets to store the signal, so that
/// a set that comes before its wait is lost.
[[nodiscard]] subject forgetful_event();

}  // namespace selvage::check::test
