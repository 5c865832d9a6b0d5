#include <Poco/ActiveResult.h>
#include <Poco/Event.h>
#include <Poco/Exception.h>

#include <atomic>
#include <cstdint>
#include <stdexcept>

#include "tests/subjects/tables.h"

// Poco::Event and Poco::ActiveResult as Debian ships them. The event has no pulse, no close and no wait for several;
// the result has no callback and no handle of its own.
namespace {

class event {
 public:
  event(bool manual, bool initially_set)
      : event_(manual ? Poco::Event::EVENT_MANUALRESET : Poco::Event::EVENT_AUTORESET) {
    if (initially_set) event_.set();
  }

  void set() { event_.set(); }
  void reset() { event_.reset(); }

  bool wait(std::int32_t timeout_ms) {
    if (timeout_ms >= 0) return event_.tryWait(timeout_ms);
    event_.wait();
    return true;
  }

 private:
  Poco::Event event_;
};

/// The holder that an ActiveMethod makes, and the result that it gives to its caller.
class active_operation : public selvage::subjects::begun_once {
 public:
  active_operation(bool synchronous, bool failing, selvage_callback_fn, void*)
      : synchronous_(synchronous), failing_(failing), holder_(new holder), result_(holder_) {}

  void begin(int value) {
    begin_once();
    if (synchronous_) finish(value);
  }

  void complete(int value) {
    must_have_begun();
    finish(value);
  }

  int end() {
    if (!has_begun()) throw selvage::async::argument_error("no result yet");
    result_.wait();
    if (result_.failed()) throw std::runtime_error(result_.error());
    return result_.data();
  }

  bool is_completed() {
    must_have_begun();
    return result_.available();
  }

  bool wait(std::int32_t timeout_ms) {
    must_have_begun();
    if (timeout_ms >= 0) return result_.tryWait(timeout_ms);
    result_.wait();
    return true;
  }

 private:
  using holder = Poco::ActiveResultHolder<int>;

  void finish(int value) {
    if (failing_) {
      holder_->error(Poco::RuntimeException("the operation failed"));
    } else {
      holder_->data(new int(value));
    }
    holder_->notify();
  }

  const bool synchronous_;
  const bool failing_;
  holder* const holder_;  ///< the result has its reference
  Poco::ActiveResult<int> result_;
};

const auto events = selvage::subjects::events_of<event>();
const auto results = selvage::subjects::async_results_of<active_operation>();

const auto poco = [] {
  auto s = selvage::subjects::described("poco", POCO_PACKAGE_VERSION, "Poco::Event and Poco::ActiveResult");
  s.events = &events;
  s.async_results = &results;
  s.lacks = SELVAGE_LACKS_CALLBACKS | SELVAGE_LACKS_FOREIGN_END;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(poco)
