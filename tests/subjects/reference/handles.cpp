#include "tests/subjects/reference/handles.h"

#include <cstdint>

#include "selvage/async/safe_handle.h"
#include "tests/subjects/adapter.h"

namespace selvage::subjects {
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

const selvage_handle_functions reference_handles = {
    .size = sizeof(selvage_handle_functions),
    .create = create,
    .destroy = destroy,
    .add_ref = add_ref,
    .release = release,
    .dispose = dispose,
    .set_invalid = set_invalid,
    .is_closed = is_closed,
};

}  // namespace selvage::subjects
