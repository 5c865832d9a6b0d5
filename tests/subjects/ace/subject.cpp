#include <ace/Auto_Event.h>
#include <ace/Event.h>
#include <ace/Manual_Event.h>
#include <ace/OS_NS_sys_time.h>
#include <ace/Time_Value.h>
#include <ace/Version.h>

#include <cerrno>
#include <cstdint>

#include "tests/subjects/adapter.h"

// ACE_Manual_Event and ACE_Auto_Event as Debian ships them. ACE's own error returns become results; it has no close
// that leaves the object usable, no duplicates and no wait for several.
namespace {

ACE_Event& event(void* e) noexcept { return *static_cast<ACE_Event*>(e); }

int result(int status) noexcept { return status == 0 ? int{SELVAGE_OK} : int{SELVAGE_OTHER_EXCEPTION}; }

void* create(int kind, int initially_set, selvage_released_fn, void*) {
  if (kind == SELVAGE_MANUAL_RESET) return static_cast<ACE_Event*>(new ACE_Manual_Event(initially_set));
  return static_cast<ACE_Event*>(new ACE_Auto_Event(initially_set));
}

void destroy(void* e) { delete static_cast<ACE_Event*>(e); }

int set(void* e) { return result(event(e).signal()); }

int reset(void* e) { return result(event(e).reset()); }

int pulse(void* e) { return result(event(e).pulse()); }

int wait(void* e, std::int32_t timeout_ms) {
  if (timeout_ms < 0) return result(event(e).wait());
  ACE_Time_Value until = ACE_OS::gettimeofday() + ACE_Time_Value(timeout_ms / 1000, timeout_ms % 1000 * 1000);
  if (event(e).wait(&until) == 0) return SELVAGE_OK;
  return errno == ETIME || errno == ETIMEDOUT ? int{SELVAGE_TIMED_OUT} : int{SELVAGE_OTHER_EXCEPTION};
}

const selvage_event_functions events = {
    .size = sizeof(selvage_event_functions),
    .create = create,
    .destroy = destroy,
    .set = set,
    .reset = reset,
    .pulse = pulse,
    .wait = wait,
    .close = nullptr,
    .duplicate = nullptr,
    .wait_any = nullptr,
    .wait_all = nullptr,
    .signal_and_wait = nullptr,
    .reports_release = 0,
};

const selvage_subject ace = {
    .abi = SELVAGE_SUBJECT_ABI,
    .size = sizeof(selvage_subject),
    .name = "ace",
    .version = ACE_VERSION,
    .description = "ACE_Manual_Event and ACE_Auto_Event",
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

SELVAGE_EXPORT_SUBJECT(ace)
