#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "model/label.h"
#include "src/program/program.h"

namespace selvage::check {

/// The thread number of labels that no client thread caused.
inline constexpr std::uint8_t no_client = 0xff;

/// The labels of one execution, in a buffer of fixed size that controlled code may write to.
class history_buffer {
 public:
  explicit history_buffer(std::size_t capacity) : labels_(new model::label[capacity]), capacity_(capacity) {}

  void clear() noexcept { size_ = 0; }

  /// Drops the label when the buffer is full: no conforming history fills it.
  void push(const model::label& l) noexcept {
    if (size_ < capacity_) labels_[size_++] = l;
  }

  [[nodiscard]] std::span<const model::label> labels() const noexcept { return {labels_.get(), size_}; }
  [[nodiscard]] bool full() const noexcept { return size_ == capacity_; }

 private:
  std::unique_ptr<model::label[]> labels_;
  std::size_t capacity_;
  std::size_t size_{};
};

/// A hash of a history's bytes, the same in every process.
[[nodiscard]] std::uint64_t hash_of(std::span<const model::label> labels) noexcept;

/// What a call returned, in words: "ok", "1", "timed out", "throws object_disposed".
[[nodiscard]] std::string result_text(const model::label& ret);

/// Why the callback began that the label shows, with a space before it: " (timed out)"; empty where there is but one
/// reason.
[[nodiscard]] std::string cause_text(const program& p, const model::label& begin);

/// One label in words, e.g. "T1 calls wait(e0)".
[[nodiscard]] std::string to_text(const program& p, const model::label& l);

}  // namespace selvage::check
