#include <uv.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/subjects/tables.h"

// A loop with a thread of its own. uv_async_send is the set of an auto-reset event on which nobody waits but a
// registration: the callback of an async handle, which coalesces what is sent before it runs. uv_close is its
// unregister; the blocking one waits for the close callback. An async handle is an object with asynchronous disposal
// too: the disposal is over when the close callback is called. A handle is closed on the loop's thread alone.
namespace {

class loop {
 public:
  loop() {
    uv_loop_init(&loop_);
    uv_async_init(&loop_, &mailbox_, [](uv_async_t* mailbox) { static_cast<loop*>(mailbox->data)->read_mail(); });
    mailbox_.data = this;
    thread_ = std::thread([this] { uv_run(&loop_, UV_RUN_DEFAULT); });
  }
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;
  ~loop() {
    post([this] { uv_close(handle(mailbox_), nullptr); });
    thread_.join();
    uv_loop_close(&loop_);
  }

  static uv_handle_t* handle(uv_async_t& a) { return reinterpret_cast<uv_handle_t*>(&a); }

  uv_loop_t* get() { return &loop_; }
  [[nodiscard]] bool on_it() const { return thread_.get_id() == std::this_thread::get_id(); }

  /// Runs `what` on the loop's thread, later.
  void post(std::function<void()> what) {
    {
      const std::lock_guard lock(mutex_);
      mail_.push_back(std::move(what));
    }
    uv_async_send(&mailbox_);
  }

  /// Likewise, and waits for its end, unless this is the loop's thread, which runs it at once.
  void run(const std::function<void()>& what) {
    if (on_it()) {
      what();
      return;
    }
    std::promise<void> over;
    post([&] {
      what();
      over.set_value();
    });
    over.get_future().wait();
  }

 private:
  void read_mail() {
    std::vector<std::function<void()>> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(mail_);
    }
    for (const auto& what : all) what();
  }

  uv_loop_t loop_{};
  uv_async_t mailbox_{};
  std::mutex mutex_;
  std::vector<std::function<void()>> mail_;
  std::thread thread_;
};

/// Where signals go: to a handle that is registered, or they wait for one.
class signal {
 public:
  signal(bool, bool initially_set) : pending_(initially_set) {}

  void set() {
    const std::lock_guard lock(mutex_);
    if (to_.empty()) {
      pending_ = true;
    } else {
      uv_async_send(to_.front());
    }
  }

  void attach(uv_async_t& to) {
    const std::lock_guard lock(mutex_);
    to_.push_back(&to);
    if (std::exchange(pending_, false)) uv_async_send(to_.front());
  }

  void detach(const uv_async_t& from) {
    const std::lock_guard lock(mutex_);
    std::erase(to_, &from);
  }

 private:
  std::mutex mutex_;
  std::vector<uv_async_t*> to_;
  bool pending_;
};

/// An async handle and the end of its closing.
class closable {
 public:
  /// What is called on the loop's thread: where something was sent, and where the handle has closed. Either may be
  /// empty.
  using called = std::function<void()>;

  closable(loop& on, called when_sent, called when_closed)
      : on_(on), when_sent_(std::move(when_sent)), when_closed_(std::move(when_closed)) {
    async_.data = this;
    on_.run([&] {
      uv_async_init(on_.get(), &async_, [](uv_async_t* a) {
        if (const auto& self = *static_cast<closable*>(a->data); self.when_sent_) self.when_sent_();
      });
    });
  }
  closable(const closable&) = delete;
  closable& operator=(const closable&) = delete;
  ~closable() {
    on_.run([&] { close(); });
    wait_until_closed();
  }

  uv_async_t& async() { return async_; }
  loop& on() { return on_; }

  /// On the loop's thread. False when it is being closed already.
  bool close() {
    if (uv_is_closing(loop::handle(async_)) != 0) return false;
    uv_close(loop::handle(async_), [](uv_handle_t* h) {
      auto& self = *static_cast<closable*>(h->data);
      if (self.when_closed_) self.when_closed_();
      self.closed_.set_value();
    });
    return true;
  }

  void wait_until_closed() { is_closed_.wait(); }

 private:
  loop& on_;
  const called when_sent_;
  const called when_closed_;
  uv_async_t async_{};
  std::promise<void> closed_;
  const std::shared_future<void> is_closed_ = closed_.get_future().share();
};

class registration {
 public:
  registration(loop& on, signal& of, bool, selvage_callback_fn callback, void* context)
      : of_(of), handle_(on, [callback, context] { callback(context, 0); }, {}) {}
  registration(const registration&) = delete;
  registration& operator=(const registration&) = delete;
  ~registration() { of_.detach(handle_.async()); }

  void register_wait() {
    if (begun_.exchange(true)) throw selvage::async::invalid_operation_error("registered already");
    of_.attach(handle_.async());
    known_ = true;
  }

  bool unregister() {
    if (!first()) return false;
    handle_.on().post([this] { handle_.close(); });
    return true;
  }

  bool unregister_blocking() {
    if (handle_.on().on_it()) throw selvage::async::invalid_operation_error("the loop cannot wait for itself");
    if (!first()) return false;
    handle_.on().run([&] { handle_.close(); });
    handle_.wait_until_closed();
    return true;
  }

 private:
  bool first() {
    if (!known_) throw selvage::async::invalid_operation_error("not registered yet");
    if (unregistered_.exchange(true)) return false;
    of_.detach(handle_.async());
    return true;
  }

  signal& of_;
  std::atomic<bool> begun_{false};
  std::atomic<bool> known_{false};
  std::atomic<bool> unregistered_{false};
  closable handle_;
};

class disposable {
 public:
  disposable(selvage_released_fn released, void* context) : handle_(on_, {}, [=] { released(context); }) {}

  void dispose() {
    bool first = false;
    on_.run([&] { first = handle_.close(); });
    if (first) handle_.wait_until_closed();
  }

 private:
  loop on_;
  closable handle_;
};

const auto events = selvage::subjects::events_of<signal>();
const auto registrations = selvage::subjects::registrations_of<loop, signal, registration>();

const auto disposal = [] {
  selvage_disposal_functions f{};
  f.size = sizeof f;
  f.create = [](int, selvage_released_fn released, void* context) -> void* {
    return new disposable(released, context);
  };
  f.destroy = [](void* d) { delete &selvage::subjects::as<disposable>(d); };
  f.dispose_async = [](void* d) {
    return selvage::subjects::ok_after([&] { selvage::subjects::as<disposable>(d).dispose(); });
  };
  return f;
}();

const auto uv = [] {
  auto s = selvage::subjects::described("uv", uv_version_string(), "libuv: uv_async_send and uv_close");
  s.events = &events;
  s.registrations = &registrations;
  s.disposal = &disposal;
  s.lacks = SELVAGE_LACKS_MANUAL_RESET | SELVAGE_LACKS_ONCE | SELVAGE_LACKS_TIMED_REGISTRATION |
            SELVAGE_LACKS_COMPLETION_EVENT | SELVAGE_LACKS_JOINING | SELVAGE_LACKS_FAILING;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(uv)
