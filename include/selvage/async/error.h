#pragma once

#include <stdexcept>

namespace selvage::async {

/// A call that the object's present state does not allow.
class invalid_operation_error : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A call on an object that has been closed (HND, EVT).
class object_disposed_error : public invalid_operation_error {
 public:
  using invalid_operation_error::invalid_operation_error;
};

/// An argument outside what the operation accepts.
class argument_error : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

}  // namespace selvage::async
