#include "tests/subjects/asio/timers.h"

#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <system_error>

#include "tests/subjects/tables.h"

namespace selvage::subjects {
namespace {

/// One that waits for a signal. A timer is not for several threads at once: the event's mutex is held for each use.
class sleeper {
 public:
  explicit sleeper(asio::thread_pool& on) : timer_(on) {}

  template <class Handler>
  auto sleep(std::int32_t timeout_ms, Handler&& handler) {
    if (timeout_ms < 0) {
      timer_.expires_at(asio::steady_timer::time_point::max());
    } else {
      timer_.expires_after(std::chrono::milliseconds(timeout_ms));
    }
    return timer_.async_wait(std::forward<Handler>(handler));
  }

  /// False when its time had passed already.
  bool wake() {
#ifdef SELVAGE_UNCOUNTED_CANCEL
    timer_.cancel();
    return true;
#else
    return timer_.cancel() != 0;
#endif
  }

 private:
  asio::steady_timer timer_;
};

/// What a set leaves behind, and whom it wakes.
class event {
 public:
  event(bool manual, bool initially_set) : manual_(manual), set_(initially_set) {}
  event(const event&) = delete;
  event& operator=(const event&) = delete;

  void set() {
    const std::lock_guard lock(mutex_);
    while (!sleepers_.empty()) {
      sleeper* const first = sleepers_.front();
      sleepers_.pop_front();
      if (first->wake() && !manual_) return;
    }
    set_ = true;
  }

  void reset() {
    const std::lock_guard lock(mutex_);
    set_ = false;
  }

  bool wait(std::int32_t timeout_ms) {
    std::unique_lock lock(mutex_);
    if (take()) return true;
    if (timeout_ms == 0) return false;
    sleeper self(threads_);
    auto over = self.sleep(timeout_ms, asio::use_future);
    sleepers_.push_back(&self);
    lock.unlock();
    bool woken = false;
    try {
      over.get();
    } catch (const std::system_error&) {
      woken = true;
    }
    lock.lock();  // who woke it may be at its timer still
    forget(self);
    return woken;
  }

  // ---- for registrations, which hold the mutex

  [[nodiscard]] std::mutex& mutex() { return mutex_; }
  bool take() {
    if (!set_) return false;
    set_ = manual_;
    return true;
  }
  void remember(sleeper& s) { sleepers_.push_back(&s); }
  void forget(const sleeper& s) { std::erase(sleepers_, &s); }

 private:
  const bool manual_;
  std::mutex mutex_;
  bool set_;
  std::deque<sleeper*> sleepers_;
  asio::thread_pool threads_{1};
};

class registration {
 public:
  registration(asio::thread_pool& pool, event& of, std::int32_t timeout_ms, bool once, selvage_callback_fn callback,
               void* context)
      : pool_(pool),
        of_(of),
        timeout_ms_(timeout_ms),
        once_(once),
        callback_(callback),
        context_(context),
        self_(pool) {}
  registration(const registration&) = delete;
  registration& operator=(const registration&) = delete;

  ~registration() {
    std::unique_lock lock(of_.mutex());
    if (begun_) let_go();
    idle_.wait(lock, [this] { return handlers_ == 0; });
  }

  void register_wait() {
    const std::lock_guard lock(of_.mutex());
    if (begun_) throw async::invalid_operation_error("registered already");
    begun_ = true;
    wait();
  }

  bool unregister() {
    const std::lock_guard lock(of_.mutex());
    return let_go();
  }

  bool unregister_blocking() {
    if (calling == this) throw async::invalid_operation_error("the callback cannot wait for itself");
    std::unique_lock lock(of_.mutex());
    if (!let_go()) return false;
    idle_.wait(lock, [this] { return handlers_ == 0; });
    return true;
  }

 private:
  /// The mutex is held. True for the first.
  bool let_go() {
    if (!begun_) throw async::invalid_operation_error("not registered yet");
    if (gone_) return false;
    gone_ = true;
    of_.forget(self_);
    dropped_ = self_.wake();
    return true;
  }

  /// The mutex is held.
  void wait() {
    ++handlers_;
    if (of_.take()) {
      asio::post(pool_, [this] { handle(SELVAGE_OK); });
    } else if (timeout_ms_ == 0) {
      asio::post(pool_, [this] { handle(SELVAGE_TIMED_OUT); });
    } else {
      self_.sleep(timeout_ms_, [this](std::error_code e) {
        handle(e == asio::error::operation_aborted ? int{SELVAGE_OK} : int{SELVAGE_TIMED_OUT});
      });
      of_.remember(self_);
    }
  }

  void handle(int cause) {
    std::unique_lock lock(of_.mutex());
    if (!dropped_) {
      of_.forget(self_);
      if (!once_ && !gone_) wait();
      lock.unlock();
      calling = this;
      callback_(context_, cause);
      calling = nullptr;
      lock.lock();
    }
    if (--handlers_ == 0) idle_.notify_all();
  }

  asio::thread_pool& pool_;
  event& of_;
  const std::int32_t timeout_ms_;
  const bool once_;
  const selvage_callback_fn callback_;
  void* const context_;
  sleeper self_;
  bool begun_{};
  bool gone_{};
  bool dropped_{};  ///< the timer's handler is the last, and nobody signalled
  int handlers_{};  ///< that will run, or do
  std::condition_variable idle_;

  static inline thread_local const registration* calling = nullptr;
};

}  // namespace

const selvage_event_functions asio_events = events_of<event>();
const selvage_registration_functions asio_registrations = registrations_of<asio::thread_pool, event, registration>();

}  // namespace selvage::subjects
