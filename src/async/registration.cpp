#include "src/async/registration.h"

#include <utility>

#include "selvage/async/error.h"
#include "src/async/references.h"

namespace selvage::async::detail {
namespace {

/// Whose callback this thread runs.
thread_local const registration* running = nullptr;

}  // namespace

// ---- kept_event

kept_event::kept_event(kept_event&& other) noexcept { *this = std::move(other); }

kept_event& kept_event::operator=(kept_event&& other) noexcept {
  std::swap(core_, other.core_);
  std::swap(handle_, other.handle_);
  hold_ = other.hold_.exchange(hold_);
  return *this;
}

kept_event::~kept_event() {
  if (core_ == nullptr) return;
  release();
  if (handle_ != core_ && handle_->unshare()) delete handle_;
  if (core_->unshare()) delete core_;
}

kept_event kept_event::of(event_wait_handle& handle) {
  event_handle& h = event_access::handle(handle);
  h.add_ref();
  kept_event kept;
  kept.core_ = &event_access::core(handle);
  kept.core_->share();
  kept.handle_ = &h;
  if (&h != kept.core_) h.share();
  kept.hold_ = hold::reference;
  return kept;
}

void kept_event::release() noexcept {
  hold now = hold::reference;
  if (hold_.compare_exchange_strong(now, hold::leaving)) {
    handle_->release();
    hold_ = hold::none;
    hold_.notify_all();
    return;
  }
  for (; now == hold::leaving; now = hold_) hold_.wait(now);
}

void kept_event::set_and_release() noexcept {
  if (handle_ == core_) {
    hold_ = hold::none;
    core_->set_and_release();
  } else {
    core_->set(held);
    release();
  }
}

// ---- registration

registration::registration(std::shared_ptr<pool_core> pool, event_wait_handle& handle, wait_or_timer_callback callback,
                           void* state, time_limit timeout, bool once)
    : waiter(waiter::need::any, {&link_, 1}, &registration::satisfied),
      pool_(std::move(pool)),
      callback_(std::move(callback)),
      state_(state),
      patience_(timeout),
      timed_(timeout.has_value() && !patience_.polls()),
      once_(once),
      event_(kept_event::of(handle)) {
  link_.event = &event_.core();
}

void registration::begin() {
  self_ = shared_from_this();
  event_.core().with_queue([this] { return arm(); });
}

/// Under the event's queue. Waits, or fires at once; returns whether that consumes the signal.
bool registration::arm() noexcept {
  if (retired_) return false;
  event_core& event = event_.core();
  if (event.is_signalled()) {
    fire(false);
    return event.resets_by_itself();
  }
  if (patience_.polls()) {
    fire(true);
    return false;
  }
  armed_ = true;
  ++arming_;
  event.enqueue(link_);
  if (timed_) pool_->arm(*this, patience_.until(), arming_);
  return false;
}

/// Under the event's queue, out of which it has been taken.
void registration::satisfied(waiter& w) noexcept {
  registration& self = static_cast<registration&>(w);
  self.armed_ = false;
  self.fire(false);
}

/// Under the event's queue. The callback before this one has begun at least.
void registration::fire(bool timed_out) noexcept {
  if (once_) retired_ = true;
  cause_ = timed_out;
  {
    const std::scoped_lock lock(guard_);
    ++callbacks_;
  }
  pool_->post(*this, *this);
}

void registration::time_passed(std::uint64_t arming) noexcept {
  event_.core().with_queue([&] {
    if (!armed_ || arming != arming_) return false;
    armed_ = false;
    event_.core().dequeue(link_);
    fire(true);
    return false;
  });
}

void registration::run() noexcept {
  const bool timed_out = cause_;
  if (once_) {
    event_.release();
  } else {
    event_.core().with_queue([this] { return arm(); });
  }
  running = this;
  callback_(state_, timed_out);
  running = nullptr;
  ending over;
  {
    const std::scoped_lock lock(guard_);
    if (once_) removed_ = true;
    if (--callbacks_ != 0) return;
    idle_.notify_all();
    end_if_over(over);
  }
}

/// Under `guard_`.
void registration::end_if_over(ending& e) noexcept {
  if (!removed_ || callbacks_ != 0) return;
  e.self = std::move(self_);
  e.completion = std::move(completion_);
}

registration::ending::~ending() {
  if (completion) completion.set_and_release();
}

void registration::remove() noexcept {
  event_.core().with_queue([this] {
    retired_ = true;
    if (armed_) {
      armed_ = false;
      event_.core().dequeue(link_);
      if (timed_) pool_->disarm(*this);
    }
    return false;
  });
  event_.release();
}

bool registration::unregister(event_wait_handle* completion) {
  {
    const std::scoped_lock lock(guard_);
    if (unregistered_) return false;
    if (completion != nullptr) completion_ = kept_event::of(*completion);
    unregistered_ = true;
  }
  remove();
  ending over;
  {
    const std::scoped_lock lock(guard_);
    removed_ = true;
    end_if_over(over);
  }
  return true;
}

bool registration::unregister_blocking() {
  if (running == this) throw invalid_operation_error("a callback cannot wait for its own end");
  if (!unregister({})) return false;
  std::unique_lock lock(guard_);
  idle_.wait(lock, [this] { return callbacks_ == 0; });
  return true;
}

}  // namespace selvage::async::detail
