#pragma once

#include <stdexcept>

namespace selvage::run {

/// A program that cannot be explored: one sentence.
class program_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace selvage::run
