#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

#include "tests/subjects/std/future_library.h"
#include "tests/subjects/tables.h"

// std::stop_source stands for a manual-reset event that is never reset: a set requests the stop, and a wait is the
// interruptible wait of std::condition_variable_any. std::stop_callback stands for a registered wait that fires once:
// its destructor, which waits for a callback that runs on another thread, is the blocking unregister. Callbacks run
// inside the request, or inside the constructor when the stop has been requested before.
namespace {

class stop {
 public:
  stop(bool, bool initially_set) {
    if (initially_set) set();
  }

  void set() { source_.request_stop(); }

  bool wait(std::int32_t timeout_ms) {
    const auto token = source_.get_token();
    if (timeout_ms == 0) return token.stop_requested();
    std::mutex own;
    std::condition_variable_any never_notified;
    std::unique_lock lock(own);
    const auto never = [] { return false; };
    if (timeout_ms > 0) {
      never_notified.wait_for(lock, token, std::chrono::milliseconds(timeout_ms), never);
    } else {
      never_notified.wait(lock, token, never);
    }
    return token.stop_requested();
  }

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
};

class registration {
 public:
  registration(selvage::subjects::no_pool, const stop& of, bool, selvage_callback_fn callback, void* context)
      : of_(of), callback_(callback), context_(context) {}

  ~registration() { delete registered_.load(); }

  void register_wait() {
    if (begun_.exchange(true)) throw selvage::async::invalid_operation_error("registered already");
    registered_ = new stop_callback(of_.token(), [this] { callback_(context_, 0); });
    known_ = true;
  }

  bool unregister_blocking() {
    if (!known_) throw selvage::async::invalid_operation_error("not registered yet");
    const std::unique_ptr<stop_callback> ends(registered_.exchange(nullptr));
    return ends != nullptr;
  }

 private:
  using stop_callback = std::stop_callback<std::function<void()>>;

  const stop& of_;
  const selvage_callback_fn callback_;
  void* const context_;
  std::atomic<bool> begun_{false};
  std::atomic<bool> known_{false};
  std::atomic<stop_callback*> registered_{nullptr};
};

constexpr auto events = selvage::subjects::events_of<stop>();
constexpr auto registrations = selvage::subjects::registrations_of<selvage::subjects::no_pool, stop, registration>();

const auto version = selvage::subjects::library_version();

const auto standard = [] {
  auto s = selvage::subjects::described("std-stop", version.c_str(), "std::stop_source and std::stop_callback");
  s.events = &events;
  s.registrations = &registrations;
  s.lacks = SELVAGE_LACKS_AUTO_RESET | SELVAGE_LACKS_REPEATING | SELVAGE_LACKS_TIMED_REGISTRATION;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(standard)
