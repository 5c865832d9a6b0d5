#include "selvage/async/safe_handle.h"

#include <cerrno>

#include "selvage/async/error.h"
#include "src/async/handle_word.h"

namespace selvage::async {

namespace hw = detail::handle_word;

safe_handle::safe_handle(std::intptr_t value, ownership owns, release_handle_function release, void* context) noexcept
    : word_(hw::one_reference), owns_(owns), value_(value), release_(release), context_(context) {}

safe_handle::~safe_handle() {
  if (hw::references(word_.load(std::memory_order_acquire)) != 0) drop(hw::disposed);
}

void safe_handle::add_ref() {
  std::uint32_t w = word_.load(std::memory_order_relaxed);
  do {
    if (hw::is_closed(w)) throw object_disposed_error("the handle is closed");
  } while (
      !word_.compare_exchange_weak(w, w + hw::one_reference, std::memory_order_acquire, std::memory_order_relaxed));
}

void safe_handle::release() { drop(0); }

void safe_handle::dispose() { drop(hw::disposed); }

void safe_handle::drop(std::uint32_t mark) {
  std::uint32_t w = word_.load(std::memory_order_relaxed);
  bool gives_back = false;
  do {
    if (mark != 0 && hw::is_disposed(w)) return;
    if (hw::references(w) == 0) throw object_disposed_error("the handle has no reference left to release");
    gives_back = hw::is_last(w) && owns_ == ownership::owned && !is_invalid();
  } while (!word_.compare_exchange_weak(w, hw::after_release(w) | mark, std::memory_order_acq_rel,
                                        std::memory_order_relaxed));
  if (gives_back && release_ != nullptr) {
    const int error = errno;
    release_(value_, context_);
    errno = error;
  }
}

void safe_handle::set_handle_as_invalid() noexcept { word_.fetch_or(hw::closed, std::memory_order_acq_rel); }

bool safe_handle::is_closed() const noexcept { return hw::is_closed(word_.load(std::memory_order_acquire)); }

bool safe_handle::is_invalid() const noexcept { return value_ == 0 || value_ == -1; }

std::intptr_t safe_handle::dangerous_get_handle() const noexcept { return value_; }

}  // namespace selvage::async
