#pragma once

#include <poll.h>
#include <sys/epoll.h>

#include <cstdint>

/// Waiting for several simulated descriptors at once. As io::read: on the engine's side, scheduling points, negative
/// errno values. A deadline is virtual time; `at_once` does not wait.
namespace selvage::engine::io {

inline constexpr std::int64_t at_once = -2;

/// Fills in `revents` and returns how many are not 0. EINTR where `settings::interrupts` asks for it. Ends the
/// execution when one of the descriptors is a real one. `function` is what messages call it.
int poll(pollfd* list, std::size_t count, std::int64_t deadline, const char* function);

int make_epoll(int flags);
/// Both end the execution for a set of the system's.
int epoll_control(int set, int operation, int number, const epoll_event* event);
int epoll_wait(int set, epoll_event* events, int most, std::int64_t deadline);

}  // namespace selvage::engine::io
