#pragma once

#include "src/engine/description.h"

namespace selvage::engine {

/// A counter that is read to zero, or down by one (eventfd(2)).
class eventfd final : public description {
 public:
  eventfd(kernel_object& object, std::uint64_t count, bool semaphore) noexcept;

  [[nodiscard]] std::uint32_t ready() noexcept override;
  ssize_t read(byte_cursor& to, int flags) noexcept override;
  ssize_t write(byte_cursor& from, int flags) noexcept override;
  [[nodiscard]] bool accepts(const byte_cursor& from) noexcept override;

 private:
  std::uint64_t count_;
  bool semaphore_;
};

}  // namespace selvage::engine
