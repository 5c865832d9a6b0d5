#include "tests/subjects/reference/events.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "selvage/async/auto_reset_event.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/wait.h"
#include "selvage/subject_tables.h"

namespace selvage::subjects {
namespace event_calls {
namespace {

using async::auto_reset_event;
using async::event_wait_handle;
using async::manual_reset_event;
using std::chrono::milliseconds;

/// Passes releases on until the object is destroyed: that closes it too, but nobody asked for it.
class release_report {
 public:
  release_report(selvage_released_fn released, void* context) noexcept : released_(released), context_(context) {}

  void stop() noexcept { released_ = nullptr; }

  async::release_notification notification() noexcept {
    return {[](void* self) {
              const release_report& r = *static_cast<release_report*>(self);
              if (r.released_ != nullptr) r.released_(r.context_);
            },
            this};
  }

 private:
  selvage_released_fn released_;
  void* context_;
};

class event {
 public:
  event(int kind, bool initially_set, selvage_released_fn released, void* context) : report_(released, context) {
    if (kind == SELVAGE_MANUAL_RESET) {
      manual_.emplace(initially_set, report_.notification());
    } else {
      automatic_.emplace(initially_set, report_.notification());
    }
  }

  event(event& original, selvage_released_fn released, void* context) : report_(released, context) {
    if (original.manual_) {
      manual_.emplace(from{*original.manual_, report_.notification()});
    } else {
      automatic_.emplace(from{*original.automatic_, report_.notification()});
    }
  }

  ~event() { report_.stop(); }
  event(const event&) = delete;
  event& operator=(const event&) = delete;

  [[nodiscard]] event_wait_handle& handle() noexcept {
    return manual_ ? static_cast<event_wait_handle&>(*manual_) : static_cast<event_wait_handle&>(*automatic_);
  }

 private:
  /// Converts to the duplicate: events cannot be moved into an optional.
  template <class Event>
  struct from {
    Event& original;
    async::release_notification notification;
    operator Event() const { return original.duplicate(notification); }
  };
  template <class Event>
  from(Event&, async::release_notification) -> from<Event>;

  release_report report_;
  std::optional<manual_reset_event> manual_;
  std::optional<auto_reset_event> automatic_;
};

event_wait_handle& handle(void* e) noexcept { return static_cast<event*>(e)->handle(); }

void* create(int kind, int initially_set, selvage_released_fn released, void* context) {
  return new event(kind, initially_set != 0, released, context);
}

void destroy(void* e) { delete static_cast<event*>(e); }

int set(void* e) {
  return ok_after([&] { handle(e).set(); });
}

int reset(void* e) {
  return ok_after([&] { handle(e).reset(); });
}

int pulse(void* e) {
  return ok_after([&] { handle(e).pulse(); });
}

int close(void* e) {
  return ok_after([&] { handle(e).close(); });
}

int wait(void* e, std::int32_t timeout_ms) {
  return result_of([&] {
    if (timeout_ms >= 0) return wait_result(handle(e).wait_for(milliseconds(timeout_ms)));
    handle(e).wait();
    return int{SELVAGE_OK};
  });
}

void* duplicate(void* e, selvage_released_fn released, void* context) {
  try {
    return new event(*static_cast<event*>(e), released, context);
  } catch (const std::exception&) {
    return nullptr;
  }
}

/// The handles behind a list of subject events.
class handle_list {
 public:
  handle_list(void* const* events, std::size_t count) : count_(count) {
    if (count > async::max_wait_handles) throw async::argument_error("too many events");
    for (std::size_t i = 0; i < count; ++i) handles_[i] = &handle(events[i]);
  }

  operator async::wait_handles() const noexcept { return {handles_.data(), count_}; }

 private:
  std::size_t count_;
  std::array<event_wait_handle*, async::max_wait_handles> handles_;
};

int wait_any(void* const* events, std::size_t count, std::int32_t timeout_ms) {
  return result_of([&] {
    const handle_list handles(events, count);
    if (timeout_ms < 0) return static_cast<int>(async::wait_any(handles));
    const auto index = async::wait_any_for(handles, milliseconds(timeout_ms));
    return index ? static_cast<int>(*index) : int{SELVAGE_TIMED_OUT};
  });
}

int wait_all(void* const* events, std::size_t count, std::int32_t timeout_ms) {
  return result_of([&] {
    const handle_list handles(events, count);
    if (timeout_ms >= 0) return wait_result(async::wait_all_for(handles, milliseconds(timeout_ms)));
    async::wait_all(handles);
    return int{SELVAGE_OK};
  });
}

int signal_and_wait(void* signal, void* wait_on, std::int32_t timeout_ms) {
  return result_of([&] {
    if (timeout_ms >= 0) {
      return wait_result(async::signal_and_wait_for(handle(signal), handle(wait_on), milliseconds(timeout_ms)));
    }
    async::signal_and_wait(handle(signal), handle(wait_on));
    return int{SELVAGE_OK};
  });
}

}  // namespace
}  // namespace event_calls

async::event_wait_handle& event_of(void* event) noexcept { return event_calls::handle(event); }

const selvage_event_functions reference_events = {
    .size = sizeof(selvage_event_functions),
    .create = event_calls::create,
    .destroy = event_calls::destroy,
    .set = event_calls::set,
    .reset = event_calls::reset,
    .pulse = event_calls::pulse,
    .wait = event_calls::wait,
    .close = event_calls::close,
    .duplicate = event_calls::duplicate,
    .wait_any = event_calls::wait_any,
    .wait_all = event_calls::wait_all,
    .signal_and_wait = event_calls::signal_and_wait,
    .reports_release = 1,
};

}  // namespace selvage::subjects
