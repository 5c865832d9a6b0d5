#include "tests/subjects/reference/handles.h"

#include <cstdint>

#include "selvage/async/safe_handle.h"
#include "selvage/subject_tables.h"

namespace selvage::subjects {
namespace handle_calls {
namespace {

using async::safe_handle;

class handle {
 public:
  handle(bool owns, bool valid, selvage_released_fn released, void* context)
      : released_(released),
        context_(context),
        value_(
            valid ? 1 : -1, owns ? safe_handle::ownership::owned : safe_handle::ownership::borrowed,
            [](std::intptr_t, void* self) { static_cast<handle*>(self)->report(); }, this) {}

  ~handle() { released_ = nullptr; }
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;

  safe_handle& value() noexcept { return value_; }

 private:
  /// Destruction disposes of the handle too, but nobody asked for it.
  void report() const noexcept {
    if (released_ != nullptr) released_(context_);
  }

  selvage_released_fn released_;
  void* context_;
  safe_handle value_;
};

safe_handle& value(void* h) noexcept { return static_cast<handle*>(h)->value(); }

void* create(int owns, int valid, selvage_released_fn released, void* context) {
  return new handle(owns != 0, valid != 0, released, context);
}

void destroy(void* h) { delete static_cast<handle*>(h); }

int add_ref(void* h) {
  return ok_after([&] { value(h).add_ref(); });
}

int release(void* h) {
  return ok_after([&] { value(h).release(); });
}

int dispose(void* h) {
  return ok_after([&] { value(h).dispose(); });
}

int set_invalid(void* h) {
  return ok_after([&] { value(h).set_handle_as_invalid(); });
}

int is_closed(void* h) { return value(h).is_closed() ? 1 : 0; }

}  // namespace
}  // namespace handle_calls

const selvage_handle_functions reference_handles = {
    .size = sizeof(selvage_handle_functions),
    .create = handle_calls::create,
    .destroy = handle_calls::destroy,
    .add_ref = handle_calls::add_ref,
    .release = handle_calls::release,
    .dispose = handle_calls::dispose,
    .set_invalid = handle_calls::set_invalid,
    .is_closed = handle_calls::is_closed,
};

}  // namespace selvage::subjects
