#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <new>

namespace selvage::check {

/// Objects in memory that this process shares with those it forks. They are not destroyed.
template <class T>
class shared_memory {
 public:
  /// Throws std::bad_alloc.
  explicit shared_memory(std::size_t count) : count_(count) {
    void* const memory = mmap(nullptr, count * sizeof(T), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    first_ = static_cast<T*>(memory);
    std::uninitialized_value_construct_n(first_, count);
  }
  ~shared_memory() { munmap(first_, count_ * sizeof(T)); }
  shared_memory(const shared_memory&) = delete;
  shared_memory& operator=(const shared_memory&) = delete;

  [[nodiscard]] T& operator[](std::size_t i) const noexcept { return first_[i]; }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }

 private:
  T* first_{};
  std::size_t count_;
};

}  // namespace selvage::check
