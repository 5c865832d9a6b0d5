#pragma once

#include <sys/types.h>
#include <sys/uio.h>

#include <cstdint>
#include <string>

/// What system calls do with simulated descriptors. Every function runs on the engine's side (between `enter` and
/// `leave`), is a scheduling point, and returns what the system call does, with a negative errno value for an error.
/// A number that is no open simulated descriptor is EBADF.
namespace selvage::engine::io {

/// `flags` are those of recv and send; MSG_DONTWAIT and MSG_NOSIGNAL have their meaning for every kind. EINTR where
/// `settings::interrupts` asks for it and nothing was moved.
ssize_t read(int number, const iovec* parts, std::size_t count, int flags = 0);
ssize_t write(int number, const iovec* parts, std::size_t count, int flags = 0);

int close(int number);
/// The lowest free number from `least` on, for the same description.
int duplicate(int number, int least, bool close_on_exec);

/// dup2 and dup3, where both are numbers of ours. Ends the execution where one is not.
int duplicate_as(int number, int wanted, bool close_on_exec);

int make_eventfd(unsigned count, int flags);
int make_pipe(int ends[2], int flags);

/// fcntl and ioctl; `argument` is what they take. Ends the execution for what is not modelled.
int control_file(int number, int command, long argument);
int control_device(int number, unsigned long request, void* argument);

/// S_IFIFO or S_IFSOCK; 0 for what has no type of file.
int file_type(int number);

/// "descriptor 5 (pipe 2)".
[[nodiscard]] std::string describe(int number);
/// Ends the execution: `function`, of a descriptor, is not modelled.
[[noreturn]] void refuse(const char* function, int number);

}  // namespace selvage::engine::io
