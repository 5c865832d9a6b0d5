#include <ace/Auto_Event.h>
#include <ace/Event.h>
#include <ace/Manual_Event.h>
#include <ace/OS_NS_sys_time.h>
#include <ace/Time_Value.h>
#include <ace/Version.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>

#include "tests/subjects/tables.h"

// ACE_Manual_Event and ACE_Auto_Event as Debian ships them. They have no close that leaves the object usable, no
// duplicates and no wait for several.
namespace {

class event {
 public:
  event(bool manual, bool initially_set) {
    if (manual) {
      event_ = std::make_unique<ACE_Manual_Event>(initially_set ? 1 : 0);
    } else {
      event_ = std::make_unique<ACE_Auto_Event>(initially_set ? 1 : 0);
    }
  }

  void set() { succeeded(event_->signal()); }
  void reset() { succeeded(event_->reset()); }
  void pulse() { succeeded(event_->pulse()); }

  bool wait(std::int32_t timeout_ms) {
    if (timeout_ms < 0) return succeeded(event_->wait());
    ACE_Time_Value until = ACE_OS::gettimeofday() + ACE_Time_Value(timeout_ms / 1000, timeout_ms % 1000 * 1000);
    const int status = event_->wait(&until);
    return !(status != 0 && (errno == ETIME || errno == ETIMEDOUT)) && succeeded(status);
  }

 private:
  static bool succeeded(int status) {
    if (status != 0) throw std::system_error(errno, std::generic_category());
    return true;
  }

  std::unique_ptr<ACE_Event> event_;
};

const auto events = selvage::subjects::events_of<event>();

const auto ace = [] {
  auto s = selvage::subjects::described("ace", ACE_VERSION, "ACE_Manual_Event and ACE_Auto_Event");
  s.events = &events;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(ace)
