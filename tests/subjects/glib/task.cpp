#include "tests/subjects/glib/task.h"

#include <gio/gio.h>

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/subjects/tables.h"

namespace selvage::subjects {
namespace {

/// GLib's way to refuse a call is a critical message; here it is an exception.
thread_local bool complained = false;

void note_complaint(const gchar*, GLogLevelFlags level, const gchar*, gpointer) {
  if ((level & G_LOG_LEVEL_CRITICAL) != 0) complained = true;
}

template <class Call>
auto unless_refused(const Call& call) {
  struct reset {
    ~reset() { complained = false; }
  } const after;
  complained = false;
  if constexpr (std::is_void_v<decltype(call())>) {
    call();
    if (complained) throw async::invalid_operation_error("a critical message");
  } else {
    const auto result = call();
    if (complained) throw async::invalid_operation_error("a critical message");
    return result;
  }
}

class task : public begun_once {
 public:
  task(bool synchronous, bool failing, selvage_callback_fn callback, void* context)
      : synchronous_(synchronous), failing_(failing), callback_(callback), context_(context) {
    g_main_context_push_thread_default(main_);
    task_ = g_task_new(source_, nullptr, &task::ready, this);
    g_main_context_pop_thread_default(main_);
    thread_ = std::thread([this] {
      g_main_context_push_thread_default(main_);
      g_main_loop_run(loop_);
      g_main_context_pop_thread_default(main_);
    });
  }

  task(const task&) = delete;
  task& operator=(const task&) = delete;

  ~task() {
    GSource* const end = g_idle_source_new();
    g_source_set_callback(
        end,
        [](gpointer loop) -> gboolean {
          g_main_loop_quit(static_cast<GMainLoop*>(loop));
          return G_SOURCE_REMOVE;
        },
        loop_, nullptr);
    g_source_attach(end, main_);
    g_source_unref(end);
    thread_.join();
    g_object_unref(task_);
    g_object_unref(source_);
    g_main_loop_unref(loop_);
    g_main_context_unref(main_);
  }

  void begin(int value) {
    begin_once();
    if (synchronous_) finish(value);
  }

  void complete(int value) {
    must_have_begun();
    finish(value);
  }

  /// What a finish function of this operation does with the result of that one.
  int end(task& of) {
    if (!of.has_begun() || g_task_is_valid(of.task_, source_) == FALSE) throw async::argument_error("another's result");
    {
      std::unique_lock lock(of.mutex_);
      of.called_.wait(lock, [&] { return of.called_back_; });
    }
    GError* error = nullptr;
    const auto value = unless_refused([&] { return g_task_propagate_int(of.task_, &error); });
    if (error == nullptr) return static_cast<int>(value);
    g_error_free(error);
    throw std::runtime_error("the operation failed");
  }

  bool is_completed() {
    must_have_begun();
    return g_task_get_completed(task_) != FALSE;
  }

 private:
  static void ready(GObject*, GAsyncResult* result, gpointer given) {
    auto& self = *static_cast<task*>(given);
    {
      const std::lock_guard lock(self.mutex_);
      self.called_back_ = true;
    }
    self.called_.notify_all();
    if (self.callback_ == nullptr) return;
    const bool own = result == G_ASYNC_RESULT(self.task_);
    const bool same_state = g_async_result_get_user_data(result) == given;
    self.callback_(self.context_, own ? (same_state ? SELVAGE_OK : SELVAGE_INVALID_OPERATION) : int{SELVAGE_ARGUMENT});
  }

  void finish(int value) {
    unless_refused([&] {
      if (failing_) {
        g_task_return_new_error(task_, G_IO_ERROR, G_IO_ERROR_FAILED, "the operation failed");
      } else {
        g_task_return_int(task_, value);
      }
    });
  }

  const bool synchronous_;
  const bool failing_;
  const selvage_callback_fn callback_;
  void* const context_;
  GMainContext* const main_ = g_main_context_new();
  GMainLoop* const loop_ = g_main_loop_new(main_, FALSE);
  GObject* const source_ = G_OBJECT(g_object_new(G_TYPE_OBJECT, nullptr));
  GTask* task_{};
  std::mutex mutex_;
  std::condition_variable called_;
  bool called_back_{};
  std::thread thread_;
};

/// Makes what GLib makes at first use. Without a loop of its own: a thread that runs now would be none of an
/// execution's.
void warm_up() {
  GMainContext* const context = g_main_context_new();
  g_main_context_push_thread_default(context);
  bool called = false;
  GTask* const task = g_task_new(
      nullptr, nullptr, [](GObject*, GAsyncResult*, gpointer told) { *static_cast<bool*>(told) = true; }, &called);
  g_task_return_new_error(task, G_IO_ERROR, G_IO_ERROR_FAILED, "the operation failed");
  while (!called) g_main_context_iteration(context, TRUE);
  GError* error = nullptr;
  g_task_propagate_int(task, &error);
  g_error_free(error);
  g_object_unref(task);
  g_main_context_pop_thread_default(context);
  g_main_context_unref(context);
}

selvage_async_result_functions make_functions() {
  g_log_set_default_handler(note_complaint, nullptr);
  warm_up();
  return async_results_of<task>();
}

}  // namespace

const selvage_async_result_functions& glib_tasks() noexcept {
  static const auto functions = make_functions();
  return functions;
}

}  // namespace selvage::subjects
