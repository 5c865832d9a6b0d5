#include "tests/subjects/reference/disposal.h"

#include <atomic>
#include <mutex>
#include <stdexcept>

#include "selvage/async/async_disposable.h"
#include "selvage/subject_tables.h"

namespace selvage::subjects {
namespace disposal_calls {
namespace {

using async::async_disposable;

class owner final : public async_disposable {
 public:
  owner(int mode, selvage_released_fn released, void* context)
      : async_disposable((mode & SELVAGE_JOINING) != 0 ? repeated::joins : repeated::succeeds),
        fails_((mode & SELVAGE_FAILING) != 0),
        released_(released),
        context_(context) {}

  /// In flight for the whole call; between its begin and its end others may run.
  void use() {
    const operation_scope in_flight(*this);
    uses_.fetch_add(1, std::memory_order_relaxed);
  }

  /// One step for those who finish: the operation is in flight and may be ended, or neither.
  void start() {
    const std::scoped_lock lock(mutex_);
    begin_operation();
    ++started_;
  }

  void finish() {
    {
      const std::scoped_lock lock(mutex_);
      if (started_ == 0) throw async::invalid_operation_error("nothing has been started");
      --started_;
    }
    end_operation();
  }

 private:
  void on_dispose() override {
    released_(context_);
    if (fails_) throw std::runtime_error("the disposal failed");
  }

  bool fails_;
  selvage_released_fn released_;
  void* context_;
  std::atomic<int> uses_{0};
  std::mutex mutex_;
  int started_{0};
};

owner& of(void* object) noexcept { return *static_cast<owner*>(object); }

void* create(int mode, selvage_released_fn released, void* context) { return new owner(mode, released, context); }

void destroy(void* object) { delete static_cast<owner*>(object); }

int use(void* object) {
  return ok_after([&] { of(object).use(); });
}

int start(void* object) {
  return ok_after([&] { of(object).start(); });
}

int finish(void* object) {
  return ok_after([&] { of(object).finish(); });
}

int dispose_sync(void* object) {
  return ok_after([&] { of(object).dispose(); });
}

int dispose_async(void* object) {
  return ok_after([&] { of(object).dispose_async().wait(); });
}

}  // namespace
}  // namespace disposal_calls

const selvage_disposal_functions reference_disposal = {
    .size = sizeof(selvage_disposal_functions),
    .create = disposal_calls::create,
    .destroy = disposal_calls::destroy,
    .use = disposal_calls::use,
    .start = disposal_calls::start,
    .finish = disposal_calls::finish,
    .dispose_sync = disposal_calls::dispose_sync,
    .dispose_async = disposal_calls::dispose_async,
};

}  // namespace selvage::subjects
