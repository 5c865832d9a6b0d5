#include "tests/subjects/reference/disposal.h"

#include <atomic>

#include "selvage/async/async_disposable.h"
#include "tests/subjects/adapter.h"

namespace selvage::subjects {
namespace {

using async::async_disposable;

class owner final : public async_disposable {
 public:
  owner(bool joining, selvage_released_fn released, void* context)
      : async_disposable(joining ? repeated::joins : repeated::succeeds), released_(released), context_(context) {}

  /// In flight for the whole call; between its begin and its end others may run.
  void use() {
    const operation_scope in_flight(*this);
    uses_.fetch_add(1, std::memory_order_relaxed);
  }

  void start() {
    begin_operation();
    started_.fetch_add(1, std::memory_order_relaxed);
  }

  void finish() {
    int n = started_.load(std::memory_order_relaxed);
    do {
      if (n == 0) throw async::invalid_operation_error("nothing has been started");
    } while (!started_.compare_exchange_weak(n, n - 1, std::memory_order_relaxed));
    end_operation();
  }

 private:
  void on_dispose() override { released_(context_); }

  selvage_released_fn released_;
  void* context_;
  std::atomic<int> uses_{0};
  std::atomic<int> started_{0};
};

owner& of(void* object) noexcept { return *static_cast<owner*>(object); }

void* create(int joining, selvage_released_fn released, void* context) {
  return new owner(joining != 0, released, context);
}

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

const selvage_disposal_functions reference_disposal = {
    .size = sizeof(selvage_disposal_functions),
    .create = create,
    .destroy = destroy,
    .use = use,
    .start = start,
    .finish = finish,
    .dispose_sync = dispose_sync,
    .dispose_async = dispose_async,
};

}  // namespace selvage::subjects
