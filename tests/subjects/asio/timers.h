#pragma once

#include "selvage/subject.h"

namespace selvage::subjects {

/// Asio's way to wake who waits: a steady_timer that expires with the timeout, or never, and a set that cancels it. The
/// handler tells which it was. A timer whose handler is queued is not cancelled any more, and `cancel` counts it as
/// none: that signal is for somebody else.
extern const selvage_event_functions asio_events;

/// Likewise, with a handler that calls back and waits again.
extern const selvage_registration_functions asio_registrations;

}  // namespace selvage::subjects
