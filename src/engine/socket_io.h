#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>

/// What is done with the ends of a socket pair alone, as the functions of descriptor_io.h are. A descriptor that is no
/// socket is ENOTSOCK.
namespace selvage::engine::io {

/// AF_UNIX alone, SOCK_STREAM and SOCK_SEQPACKET; ends the execution for others that Linux has.
int make_socket_pair(int domain, int type, int protocol, int ends[2]);
ssize_t receive(int number, const iovec* parts, std::size_t count, int flags);
ssize_t send(int number, const iovec* parts, std::size_t count, int flags);
int shut_down(int number, int how);
/// SO_TYPE, SO_ERROR, SO_DOMAIN, SO_PROTOCOL and SO_ACCEPTCONN; ends the execution for others.
int option(int number, int level, int name, int& value);

}  // namespace selvage::engine::io
