#include "selvage/async/event_wait_handle.h"

#include "src/async/event_core.h"
#include "src/async/references.h"

namespace selvage::async {

using detail::by_first_handle;
using detail::event_core;
using detail::event_handle;
using detail::held;

event_wait_handle::event_wait_handle(resets r, bool initially_set, release_notification notification)
    : core_(new event_core(r == resets::by_hand ? event_core::resets::by_hand : event_core::resets::by_itself,
                           initially_set, notification)),
      handle_(core_) {}

event_wait_handle::event_wait_handle(event_wait_handle& original, release_notification notification)
    : core_(original.core_), handle_(nullptr) {
  detail::references open;
  open.take(*original.handle_);
  handle_ = new event_handle(detail::handle_word::one_reference, notification);
  core_->share();
}

event_wait_handle::~event_wait_handle() {
  handle_->close();
  if (!is_first() && handle_->unshare()) delete handle_;
  if (core_->unshare()) delete core_;
}

bool event_wait_handle::is_first() const noexcept { return handle_ == core_; }

void event_wait_handle::set() {
  if (is_first()) {
    core_->set(by_first_handle);
    return;
  }
  detail::references open;
  open.take(*handle_);
  core_->set(held);
}

void event_wait_handle::reset() {
  if (is_first()) {
    core_->reset(by_first_handle);
    return;
  }
  detail::references open;
  open.take(*handle_);
  core_->reset(held);
}

void event_wait_handle::pulse() {
  if (is_first()) {
    core_->pulse(by_first_handle);
    return;
  }
  detail::references open;
  open.take(*handle_);
  core_->pulse(held);
}

void event_wait_handle::wait() { wait(std::nullopt); }

bool event_wait_handle::wait(detail::time_limit limit) {
  const detail::patience patience(limit);
  if (is_first()) return core_->wait(by_first_handle, patience);
  detail::references open;
  open.take(*handle_);
  return core_->wait(held, patience);
}

void event_wait_handle::close() { handle_->close(); }

bool event_wait_handle::is_closed() const noexcept { return handle_->is_closed(); }

}  // namespace selvage::async
