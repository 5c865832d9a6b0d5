#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace selvage::order {

/// Objects that an execution needs for as long as it lasts, kept for the next one. Index 0 is nobody's.
template <class T>
class pool {
 public:
  [[nodiscard]] std::uint32_t take() {
    if (used_ == items_.size()) items_.push_back(std::make_unique<T>());
    return static_cast<std::uint32_t>(used_++);
  }
  [[nodiscard]] T& operator[](std::uint32_t i) noexcept { return *items_[i]; }
  void forget_all() noexcept { used_ = 1; }

 private:
  std::vector<std::unique_ptr<T>> items_ = [] {
    std::vector<std::unique_ptr<T>> v;
    v.push_back(nullptr);
    return v;
  }();
  std::size_t used_{1};
};

}  // namespace selvage::order
