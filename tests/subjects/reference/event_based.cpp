#include "tests/subjects/reference/event_based.h"

#include <memory>
#include <mutex>

#include "selvage/async/async_operation.h"
#include "selvage/async/error.h"
#include "selvage/subject_tables.h"
#include "tests/subjects/reference/contexts.h"

namespace selvage::subjects {
namespace event_based_calls {
namespace {

using async::async_operation;

std::unique_ptr<post_targets> targets;

/// A place for one operation.
class slot {
 public:
  slot(int kind, selvage_released_fn released, selvage_callback_fn called, void* hook)
      : context_(std::make_shared<counting_context>(targets->of_kind(kind), released, hook)),
        called_(called),
        hook_(hook) {}

  void create() {
    const std::scoped_lock lock(mutex_);
    if (made_) throw async::argument_error("the operation has been made");
    operation_ = std::make_shared<async_operation>(context_, this);
    made_ = true;
  }
  void post() {
    operation()->post([this] { called_(hook_, SELVAGE_CAUSE_PROGRESS); });
  }
  void post_completed() {
    operation()->post_operation_completed([this] { called_(hook_, SELVAGE_CAUSE_RESULT); });
  }
  void operation_completed() { operation()->operation_completed(); }
  void post_nothing() { operation()->post(nullptr); }
  void complete_nothing() { operation()->post_operation_completed(nullptr); }
  void abandon() {
    std::shared_ptr<async_operation> last;
    const std::scoped_lock lock(mutex_);
    if (operation_ == nullptr) throw async::invalid_operation_error("there is no operation");
    last.swap(operation_);
  }
  [[nodiscard]] int outstanding() const noexcept { return context_->outstanding(); }

 private:
  std::shared_ptr<async_operation> operation() {
    const std::scoped_lock lock(mutex_);
    if (operation_ == nullptr) throw async::invalid_operation_error("there is no operation");
    return operation_;
  }

  std::shared_ptr<counting_context> context_;
  selvage_callback_fn called_;
  void* hook_;
  std::mutex mutex_;
  std::shared_ptr<async_operation> operation_;
  bool made_{};
};

slot& of(void* object) noexcept { return *static_cast<slot*>(object); }

template <auto Member>
int call(void* object) {
  return ok_after([&] { (of(object).*Member)(); });
}

int begin() {
  return ok_after([] { targets = std::make_unique<post_targets>(); });
}

void end() { targets.reset(); }

void* make(int kind, selvage_released_fn released, selvage_callback_fn called, void* hook) {
  return new slot(kind, released, called, hook);
}

void destroy(void* object) { delete &of(object); }

int outstanding(void* object) { return of(object).outstanding(); }

}  // namespace
}  // namespace event_based_calls

const selvage_event_based_functions reference_event_based = {
    .size = sizeof(selvage_event_based_functions),
    .begin = event_based_calls::begin,
    .end = event_based_calls::end,
    .make = event_based_calls::make,
    .destroy = event_based_calls::destroy,
    .create = event_based_calls::call<&event_based_calls::slot::create>,
    .post = event_based_calls::call<&event_based_calls::slot::post>,
    .post_completed = event_based_calls::call<&event_based_calls::slot::post_completed>,
    .operation_completed = event_based_calls::call<&event_based_calls::slot::operation_completed>,
    .post_nothing = event_based_calls::call<&event_based_calls::slot::post_nothing>,
    .complete_nothing = event_based_calls::call<&event_based_calls::slot::complete_nothing>,
    .abandon = event_based_calls::call<&event_based_calls::slot::abandon>,
    .outstanding = event_based_calls::outstanding,
};

}  // namespace selvage::subjects
