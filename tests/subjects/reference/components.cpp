#include "tests/subjects/reference/components.h"

#include <atomic>
#include <exception>
#include <memory>
#include <stdexcept>
#include <utility>

#include "selvage/async/background_worker.h"
#include "selvage/async/operation_table.h"
#include "selvage/subject_tables.h"
#include "tests/subjects/reference/contexts.h"

namespace selvage::subjects {
namespace component_calls {
namespace {

class token;

/// What the tokens of an execution share: the component's operations, and where they run.
struct component {
  post_targets targets;
  async::operation_table<const token*> operations;
};

std::unique_ptr<component> shared;

/// What the run of a failing object ends with.
struct work_error : std::runtime_error {
  work_error() : std::runtime_error("the work failed") {}
};

/// By what becomes of the attempt to get the result.
template <class Args>
int cause_of(const Args& ended) {
  try {
    static_cast<void>(ended.result());
    return SELVAGE_CAUSE_RESULT;
  } catch (const async::invalid_operation_error&) {
    return SELVAGE_CAUSE_CANCELLED;
  } catch (const work_error&) {
    return SELVAGE_CAUSE_ERROR;
  }
}

/// An object that runs: its client's side.
class runner {
 public:
  runner(int context, int failing, selvage_released_fn released, selvage_callback_fn called, void* hook)
      : context_(std::make_shared<counting_context>(shared->targets.of_kind(context), released, hook)),
        failing_(failing != 0),
        called_(called),
        hook_(hook) {}
  runner(const runner&) = delete;
  runner& operator=(const runner&) = delete;
  virtual ~runner() = default;

  virtual void cancel() = 0;
  [[nodiscard]] virtual bool is_busy() = 0;

  void run() {
    const async::current_context_scope here(context_);
    start();
  }
  /// True when it is not the first.
  bool retry() {
    if (retried_.exchange(true)) return true;
    run();
    return false;
  }

 protected:
  virtual void start() = 0;

  void raise(int cause) const { called_(hook_, cause); }
  [[nodiscard]] bool failing() const noexcept { return failing_; }

 private:
  std::shared_ptr<counting_context> context_;
  bool failing_;
  selvage_callback_fn called_;
  void* hook_;
  std::atomic<bool> retried_{false};
};

/// One token of the component.
class token final : public runner {
 public:
  using runner::runner;

  void cancel() override { shared->operations.cancel(this); }
  bool is_busy() override { return shared->operations.contains(this); }

 private:
  void start() override {
    const auto operation = shared->operations.start(this, this);
    shared->targets.pool().queue([this, operation] { work(*operation); });
  }

  void work(async::async_operation& operation) {
    operation.post([this] { raise(SELVAGE_CAUSE_PROGRESS); });
    const bool cancelled = shared->operations.is_cancelled(this);
    const auto error = failing() ? std::make_exception_ptr(work_error()) : nullptr;
    const async::completed_event_args<int> ended(error, cancelled, this, 1);
    const auto taken = shared->operations.take(this);
    taken->post_operation_completed([this, ended] { raise(cause_of(ended)); });
  }
};

class worker final : public runner {
 public:
  worker(int context, int failing, int cancellable, selvage_released_fn released, selvage_callback_fn called,
         void* hook)
      : runner(context, failing, released, called, hook),
        worker_({.do_work = [this](auto& w, auto& args) { work(w, args); },
                 .progress_changed = [this](const auto&) { raise(SELVAGE_CAUSE_PROGRESS); },
                 .run_worker_completed = [this](const auto& ended) { raise(cause_of(ended)); }},
                {.reports_progress = true, .supports_cancellation = cancellable != 0}, shared->targets.pool()) {}

  void cancel() override { worker_.cancel_async(); }
  bool is_busy() override { return worker_.is_busy(); }

 private:
  void start() override { worker_.run_async(); }

  void work(async::background_worker& w, async::do_work_event_args& args) const {
    w.report_progress(50);
    args.cancel = w.cancellation_pending();
    if (failing()) throw work_error();
    args.result = 1;
  }

  async::background_worker worker_;
};

runner& of(void* object) noexcept { return *static_cast<runner*>(object); }

int begin() {
  return ok_after([] { shared = std::make_unique<component>(); });
}

void end() { shared.reset(); }

void* make_operation(int context, int failing, selvage_released_fn released, selvage_callback_fn called, void* hook) {
  return static_cast<runner*>(new token(context, failing, released, called, hook));
}

void* make_worker(int context, int failing, int cancellable, selvage_released_fn released, selvage_callback_fn called,
                  void* hook) {
  return static_cast<runner*>(new worker(context, failing, cancellable, released, called, hook));
}

void destroy(void* object) { delete &of(object); }

int run_async(void* object) {
  return ok_after([&] { of(object).run(); });
}

int cancel_async(void* object) {
  return ok_after([&] { of(object).cancel(); });
}

int is_busy(void* object) {
  return result_of([&] { return of(object).is_busy() ? 1 : 0; });
}

int retry(void* object) {
  return result_of([&] { return of(object).retry() ? 1 : 0; });
}

}  // namespace
}  // namespace component_calls

const selvage_component_functions reference_components = {
    .size = sizeof(selvage_component_functions),
    .begin = component_calls::begin,
    .end = component_calls::end,
    .make_operation = component_calls::make_operation,
    .make_worker = component_calls::make_worker,
    .destroy = component_calls::destroy,
    .run_async = component_calls::run_async,
    .cancel_async = component_calls::cancel_async,
    .is_busy = component_calls::is_busy,
    .retry = component_calls::retry,
};

}  // namespace selvage::subjects
