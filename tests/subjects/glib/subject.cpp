#include <gio/gio.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "tests/subjects/glib/task.h"
#include "tests/subjects/tables.h"

// GCancellable stands for a manual-reset event: a cancel sets it, a wait polls its file descriptor. What is connected
// to it stands for a registered wait that fires once; it runs inside the cancel, or inside the connect when that came
// later. To disconnect is the blocking unregister, to disconnect as from any signal the other one. GTask: task.h.
namespace {

class cancellable {
 public:
  cancellable(bool, bool initially_set) {
    if (initially_set) set();
  }
  cancellable(const cancellable&) = delete;
  cancellable& operator=(const cancellable&) = delete;
  ~cancellable() { g_object_unref(object_); }

  void set() { g_cancellable_cancel(object_); }
  void reset() { g_cancellable_reset(object_); }

  bool wait(std::int32_t timeout_ms) {
    if (timeout_ms == 0) return g_cancellable_is_cancelled(object_) != FALSE;
    GPollFD descriptor;
    if (g_cancellable_make_pollfd(object_, &descriptor) == FALSE) throw std::runtime_error("no descriptor");
    const auto ready = g_poll(&descriptor, 1, timeout_ms);
    g_cancellable_release_fd(object_);
    if (ready < 0) throw std::runtime_error("poll failed");
    return ready > 0;
  }

  [[nodiscard]] GCancellable* object() const { return object_; }

 private:
  GCancellable* const object_ = g_cancellable_new();
};

class connection {
 public:
  connection(selvage::subjects::no_pool, const cancellable& to, bool, selvage_callback_fn callback, void* context)
      : to_(to.object()), callback_(callback), context_(context) {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() {
    if (known_ && !disconnected_) g_cancellable_disconnect(to_, id_);
  }

  void register_wait() {
    if (begun_.exchange(true)) throw selvage::async::invalid_operation_error("connected already");
    id_ = g_cancellable_connect(to_, G_CALLBACK(cancelled), this, nullptr);
    known_ = true;
  }

  bool unregister_blocking() {
    if (!first()) return false;
    g_cancellable_disconnect(to_, id_);
    return true;
  }

  bool unregister() {
    if (!first()) return false;
    if (id_ != 0) g_signal_handler_disconnect(to_, id_);
    return true;
  }

 private:
  static void cancelled(GCancellable*, gpointer given) {
    const auto& self = *static_cast<connection*>(given);
    self.callback_(self.context_, 0);
  }

  bool first() {
    if (!known_) throw selvage::async::invalid_operation_error("not connected yet");
    return !disconnected_.exchange(true);
  }

  GCancellable* const to_;
  const selvage_callback_fn callback_;
  void* const context_;
  gulong id_{};
  std::atomic<bool> begun_{false};
  std::atomic<bool> known_{false};
  std::atomic<bool> disconnected_{false};
};

const auto events = selvage::subjects::events_of<cancellable>();
const auto registrations = selvage::subjects::registrations_of<selvage::subjects::no_pool, cancellable, connection>();

const auto version = std::to_string(glib_major_version) + '.' + std::to_string(glib_minor_version) + '.' +
                     std::to_string(glib_micro_version);

/// GLib makes its types, tables and locks at first use: here, so that no execution has to.
void warm_up() {
  cancellable c(true, false);
  connection to({}, c, true, [](void*, int) {}, nullptr);
  to.register_wait();
  c.set();
  c.wait(1);
  c.reset();
  to.unregister_blocking();
}

const auto glib = [] {
  warm_up();
  auto s = selvage::subjects::described("glib", version.c_str(), "GCancellable and GTask");
  s.events = &events;
  s.registrations = &registrations;
  s.async_results = &selvage::subjects::glib_tasks();
  s.lacks = SELVAGE_LACKS_AUTO_RESET | SELVAGE_LACKS_REPEATING | SELVAGE_LACKS_TIMED_REGISTRATION |
            SELVAGE_LACKS_COMPLETION_EVENT;
  return s;
}();

}  // namespace

SELVAGE_EXPORT_SUBJECT(glib)
