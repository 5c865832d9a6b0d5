#pragma once

#include <exception>
#include <utility>

#include "selvage/async/error.h"
#include "selvage/subject.h"

/// What C++ adapters of subjects share.
namespace selvage::subjects {

/// Runs `body`, which returns a SELVAGE_* result, and translates what it throws.
template <class Body>
int result_of(Body&& body) noexcept {
  try {
    return std::forward<Body>(body)();
  } catch (const async::object_disposed_error&) {
    return SELVAGE_OBJECT_DISPOSED;
  } catch (const async::invalid_operation_error&) {
    return SELVAGE_INVALID_OPERATION;
  } catch (const async::argument_error&) {
    return SELVAGE_ARGUMENT;
  } catch (const std::exception&) {
    return SELVAGE_OTHER_EXCEPTION;
  }
}

/// Likewise for a `body` that returns nothing when it succeeds.
template <class Body>
int ok_after(Body&& body) noexcept {
  return result_of([&] {
    std::forward<Body>(body)();
    return int{SELVAGE_OK};
  });
}

/// The result of a wait that says whether it was satisfied.
inline int wait_result(bool satisfied) noexcept { return satisfied ? int{SELVAGE_OK} : int{SELVAGE_TIMED_OUT}; }

}  // namespace selvage::subjects

#define SELVAGE_EXPORT_SUBJECT(subject)                                                                 \
  extern "C" __attribute__((visibility("default"))) const selvage_subject* selvage_subject_entry(void); \
  extern "C" const selvage_subject* selvage_subject_entry(void) { return &(subject); }
