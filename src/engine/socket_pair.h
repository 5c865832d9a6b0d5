#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "src/engine/description.h"

namespace selvage::engine {

/// One end of a socketpair(AF_UNIX, SOCK_STREAM or SOCK_SEQPACKET). What is sent waits at the other end, at most
/// `capacity` bytes of it; Linux counts its own bookkeeping there, and so takes somewhat less.
class socket_end final : public description {
 public:
  static constexpr std::size_t capacity = 212'992;

  socket_end(kernel_object& object, int type) noexcept;
  static void join(socket_end& a, socket_end& b) noexcept;

  [[nodiscard]] int type() const noexcept { return type_; }
  /// SHUT_RD, SHUT_WR or SHUT_RDWR. 0 or a negative errno value.
  int shut_down(int how) noexcept;
  /// The error that waits to be reported, and is then forgotten: an errno value, 0 for none.
  int take_error() noexcept;

  [[nodiscard]] std::uint32_t ready() noexcept override;
  /// MSG_PEEK leaves what it reads; MSG_TRUNC has the length of a message that was cut off.
  ssize_t read(byte_cursor& to, int flags) noexcept override;
  ssize_t write(byte_cursor& from, int flags) noexcept override;
  [[nodiscard]] bool accepts(const byte_cursor& from) noexcept override;
  [[nodiscard]] int available() const noexcept override;
  void released() noexcept override;

 private:
  [[nodiscard]] bool keeps_messages() const noexcept;
  [[nodiscard]] std::size_t room() const noexcept { return capacity - size_; }
  ssize_t read_bytes(byte_cursor& to, bool peek) noexcept;
  ssize_t read_message(byte_cursor& to, int flags) noexcept;

  int type_;
  socket_end* other_{};  ///< null when it is closed
  bool reads_end_{};     ///< nothing will come any more, or is wanted
  bool writes_end_{};
  int error_{};
  std::deque<std::vector<char>> inbox_;
  std::size_t first_offset_{};  ///< in the first of them
  std::size_t size_{};          ///< bytes of all of them
};

}  // namespace selvage::engine
