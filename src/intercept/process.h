#pragma once

namespace selvage::intercept {

/// Called in control when controlled code calls exit(), before the execution ends; null for nothing.
extern void (*before_exit)(int status);

}  // namespace selvage::intercept
