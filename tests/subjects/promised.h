#pragma once

#include <cstdint>

#include "tests/subjects/tables.h"

namespace selvage::subjects {

/// A promise and its shared future as an asynchronous operation: nobody is called back, and an End takes the outcome
/// from a future of its own. `Library` has the types promise, shared_future and already_satisfied, and the functions
/// fail(promise), is_ready(future) and is_ready_within(future, milliseconds).
template <class Library>
class promised : public begun_once {
 public:
  promised(bool synchronous, bool failing, selvage_callback_fn, void*)
      : synchronous_(synchronous), failing_(failing), future_(promise_.get_future()) {}

  void begin(int value) {
    begin_once();
    if (synchronous_) complete_first(value);
  }

  void complete(int value) {
    must_have_begun();
    if (!complete_first(value)) throw async::invalid_operation_error("completed already");
  }

  int end() const {
    if (!has_begun()) throw async::argument_error("no result yet");
    return typename Library::shared_future(future_).get();
  }

  bool is_completed() const {
    must_have_begun();
    return Library::is_ready(future_);
  }

  bool wait(std::int32_t timeout_ms) const {
    must_have_begun();
    const auto own = future_;
    if (timeout_ms >= 0) return Library::is_ready_within(own, timeout_ms);
    own.wait();
    return true;
  }

 private:
  /// False when somebody else was faster.
  bool complete_first(int value) {
    try {
      if (failing_) {
        Library::fail(promise_);
      } else {
        promise_.set_value(value);
      }
      return true;
    } catch (const typename Library::already_satisfied&) {
      return false;
    }
  }

  const bool synchronous_;
  const bool failing_;
  typename Library::promise promise_;
  const typename Library::shared_future future_;
};

}  // namespace selvage::subjects
