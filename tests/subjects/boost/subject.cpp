#define BOOST_THREAD_VERSION 4
#include <boost/chrono.hpp>
#include <boost/thread/future.hpp>
#include <boost/version.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>

#include "tests/subjects/promised.h"

// boost::promise and boost::shared_future as an asynchronous operation and its result. A shared future gives its value
// as often as it is asked (APM-31).
namespace {

struct library {
  using promise = boost::promise<int>;
  using shared_future = boost::shared_future<int>;
  using already_satisfied = boost::promise_already_satisfied;

  static void fail(promise& p) { p.set_exception(std::runtime_error("the operation failed")); }
  static bool is_ready(const shared_future& f) { return f.is_ready(); }
  static bool is_ready_within(const shared_future& f, std::int32_t ms) {
    return f.wait_for(boost::chrono::milliseconds(ms)) == boost::future_status::ready;
  }
};

const auto results = selvage::subjects::async_results_of<selvage::subjects::promised<library>>();

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
