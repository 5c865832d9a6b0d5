#pragma once

namespace selvage::intercept {

/// Called in control when controlled code calls exit() (orderly) or one of its kin that run no handlers, before the
/// execution ends; null for nothing.
extern void (*before_exit)(int status, bool orderly);

}  // namespace selvage::intercept
