#include <asio/version.hpp>
#include <string>

#include "tests/subjects/asio/operations.h"
#include "tests/subjects/asio/timers.h"
#include "tests/subjects/asio/worker.h"
#include "tests/subjects/tables.h"

namespace {

const auto version = std::to_string(ASIO_VERSION / 100'000) + '.' + std::to_string(ASIO_VERSION / 100 % 1'000) + '.' +
                     std::to_string(ASIO_VERSION % 100);

const auto asio_subject = [] {
  auto s = selvage::subjects::described("asio", version.c_str(), "Asio: steady_timer, cancellation slots, use_future");
  s.events = &selvage::subjects::asio_events;
  s.registrations = &selvage::subjects::asio_registrations;
  s.async_results = &selvage::subjects::asio_operations;
  s.components = &selvage::subjects::asio_workers;
  s.lacks = SELVAGE_LACKS_CALLBACKS | SELVAGE_LACKS_FOREIGN_END | SELVAGE_LACKS_COMPLETION_EVENT |
            SELVAGE_LACKS_INLINE_CONTEXT | SELVAGE_LACKS_THROWING_CONTEXT;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(asio_subject)
