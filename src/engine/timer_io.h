#pragma once

#include <ctime>

/// timerfd_create, timerfd_settime and timerfd_gettime, as the functions of descriptor_io.h are.
namespace selvage::engine::io {

int make_timer(clockid_t clock, int flags);
/// `before` may be null.
int set_timer(int number, int flags, const itimerspec& value, itimerspec* before);
int read_timer(int number, itimerspec& value);

}  // namespace selvage::engine::io
