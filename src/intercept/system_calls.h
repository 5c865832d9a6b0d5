#pragma once

#include <optional>

namespace selvage::intercept {

/// syscall(2) in control, of a call that has to do with descriptors and may concern simulated ones: its result, with
/// errno set, as libc's function of that name gives it. Nothing for every other call.
[[nodiscard]] std::optional<long> descriptor_call(long number, const long (&a)[6]);

}  // namespace selvage::intercept
