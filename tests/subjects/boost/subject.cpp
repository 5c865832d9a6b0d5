#define BOOST_THREAD_VERSION 4
#include <boost/chrono.hpp>
#include <boost/thread/future.hpp>
#include <boost/version.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "tests/subjects/tables.h"

// boost::promise and boost::shared_future as an asynchronous operation and its result. A shared future gives its value
// as often as it is asked (APM-31).
namespace {

class promised : public selvage::subjects::begun_once {
 public:
  promised(bool synchronous, bool failing, selvage_callback_fn, void*)
      : synchronous_(synchronous), failing_(failing), future_(promise_.get_future().share()) {}

  void begin(int value) {
    begin_once();
    if (synchronous_) complete_first(value);
  }

  void complete(int value) {
    must_have_begun();
    if (!complete_first(value)) throw selvage::async::invalid_operation_error("completed already");
  }

  int end() const {
    if (!has_begun()) throw selvage::async::argument_error("no result yet");
    return boost::shared_future<int>(future_).get();
  }

  bool is_completed() const {
    must_have_begun();
    return future_.is_ready();
  }

  bool wait(std::int32_t timeout_ms) const {
    must_have_begun();
    const auto own = future_;
    if (timeout_ms >= 0) return own.wait_for(boost::chrono::milliseconds(timeout_ms)) == boost::future_status::ready;
    own.wait();
    return true;
  }

 private:
  /// False when somebody else was faster.
  bool complete_first(int value) {
    try {
      if (failing_) {
        promise_.set_exception(std::runtime_error("the operation failed"));
      } else {
        promise_.set_value(value);
      }
      return true;
    } catch (const boost::promise_already_satisfied&) {
      return false;
    }
  }

  const bool synchronous_;
  const bool failing_;
  boost::promise<int> promise_;
  const boost::shared_future<int> future_;
};

const auto results = selvage::subjects::async_results_of<promised>();

const auto version = std::to_string(BOOST_VERSION / 100'000) + '.' + std::to_string(BOOST_VERSION / 100 % 1'000) + '.' +
                     std::to_string(BOOST_VERSION % 100);

const auto boost_futures = [] {
  auto s = selvage::subjects::described("boost", version.c_str(), "boost::promise and boost::shared_future");
  s.async_results = &results;
  s.lacks = SELVAGE_LACKS_CALLBACKS | SELVAGE_LACKS_FOREIGN_END;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(boost_futures)
