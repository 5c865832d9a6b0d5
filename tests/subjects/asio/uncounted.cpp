#include "tests/subjects/asio/timers.h"
#include "tests/subjects/tables.h"

// No library's: timers.cpp with the trap in it. Who takes a cancel for a wakeup, whatever it returns, loses the signal
// that comes after the time.
namespace {

const auto uncounted = [] {
  auto s = selvage::subjects::described("uncounted", "1", "Asio's timers, whose cancel is taken for a wakeup");
  s.events = &selvage::subjects::asio_events;
  s.registrations = &selvage::subjects::asio_registrations;
  s.lacks = SELVAGE_LACKS_COMPLETION_EVENT;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(uncounted)
