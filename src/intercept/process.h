#pragma once

namespace selvage::intercept {

/// Called in control when controlled code calls exit() (orderly) or one of its kin that run no handlers, before the
/// execution ends; null for nothing.
extern void (*before_exit)(int status, bool orderly);

/// Called in control before what cannot be repeated in one process; may end the execution. Null for nothing.
extern void (*only_once)(const char* function);

}  // namespace selvage::intercept
