#pragma once

#include <atomic>

#include "selvage/subject_tables.h"

namespace selvage::subjects {

/// An operation of a library whose operations have begun as soon as they are there: until Begin is called, nobody is
/// given it.
class begun_once {
 public:
  void begin_once() {
    if (begun_.exchange(true)) throw async::invalid_operation_error("the operation has begun already");
  }
  [[nodiscard]] bool has_begun() const { return begun_.load(); }
  void must_have_begun() const {
    if (!has_begun()) throw async::invalid_operation_error("the operation has not begun");
  }

 private:
  std::atomic<bool> begun_{false};
};

}  // namespace selvage::subjects
