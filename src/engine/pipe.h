#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "src/engine/description.h"

namespace selvage::engine {

/// What is between the two ends of a pipe: sixteen pages, each filled by one write or by several that fit (pipe(7)).
class pipe_buffer {
 public:
  static constexpr std::size_t page_bytes = 4096;
  static constexpr std::size_t pages = 16;

  [[nodiscard]] bool empty() const noexcept { return used_ == 0; }
  [[nodiscard]] bool full() const noexcept { return used_ == pages; }
  [[nodiscard]] std::size_t size() const noexcept;

  /// Bytes moved: as many as there are, or fit. What is at most a page goes in whole or not at all.
  std::size_t fill(byte_cursor& from);
  std::size_t drain(byte_cursor& to) noexcept;

 private:
  struct page {
    std::unique_ptr<char[]> bytes;
    std::size_t offset{};
    std::size_t size{};
  };

  [[nodiscard]] page& at(std::size_t i) noexcept { return ring_[(first_ + i) % pages]; }
  void append(page& p, byte_cursor& from, std::size_t size);

  std::array<page, pages> ring_;
  std::size_t first_{};
  std::size_t used_{};
};

/// One end of a pipe.
class pipe_end final : public description {
 public:
  /// O_RDONLY or O_WRONLY.
  pipe_end(kernel_object& object, int access, std::shared_ptr<pipe_buffer> buffer) noexcept;
  static void join(pipe_end& reader, pipe_end& writer) noexcept;

  [[nodiscard]] std::uint32_t ready() noexcept override;
  ssize_t read(byte_cursor& to, int flags) noexcept override;
  ssize_t write(byte_cursor& from, int flags) noexcept override;
  [[nodiscard]] int available() const noexcept override;
  void released() noexcept override;

 private:
  std::shared_ptr<pipe_buffer> buffer_;
  pipe_end* other_{};  ///< null when it is closed
};

}  // namespace selvage::engine
