#include <Poco/Event.h>

#include <cstdint>

#include "tests/subjects/adapter.h"

// Poco::Event as Debian ships it. It has no pulse, no close and no wait for several.
namespace {

using selvage::subjects::ok_after;
using selvage::subjects::result_of;
using selvage::subjects::wait_result;

Poco::Event& event(void* e) noexcept { return *static_cast<Poco::Event*>(e); }

void* create(int kind, int initially_set, selvage_released_fn, void*) {
  auto* const made =
      new Poco::Event(kind == SELVAGE_MANUAL_RESET ? Poco::Event::EVENT_MANUALRESET : Poco::Event::EVENT_AUTORESET);
  if (initially_set != 0) made->set();
  return made;
}

void destroy(void* e) { delete static_cast<Poco::Event*>(e); }

int set(void* e) {
  return ok_after([&] { event(e).set(); });
}

int reset(void* e) {
  return ok_after([&] { event(e).reset(); });
}

int wait(void* e, std::int32_t timeout_ms) {
  return result_of([&] {
    if (timeout_ms >= 0) return wait_result(event(e).tryWait(timeout_ms));
    event(e).wait();
    return int{SELVAGE_OK};
  });
}

const selvage_event_functions events = {
    .size = sizeof(selvage_event_functions),
    .create = create,
    .destroy = destroy,
    .set = set,
    .reset = reset,
    .pulse = nullptr,
    .wait = wait,
    .close = nullptr,
    .duplicate = nullptr,
    .wait_any = nullptr,
    .wait_all = nullptr,
    .signal_and_wait = nullptr,
    .reports_release = 0,
};

const selvage_subject poco = {
    .abi = SELVAGE_SUBJECT_ABI,
    .size = sizeof(selvage_subject),
    .name = "poco",
    .version = POCO_PACKAGE_VERSION,
    .description = "Poco::Event",
    .profile = nullptr,
    .events = &events,
    .handles = nullptr,
    .async_results = nullptr,
    .registrations = nullptr,
    .disposal = nullptr,
    .event_based = nullptr,
    .components = nullptr,
};

}  // namespace

SELVAGE_EXPORT_SUBJECT(poco)
