#pragma once

#include <cstddef>

namespace selvage::check {

/// How large a generated program may be.
struct generator_limits {
  std::size_t threads{4};
  std::size_t operations{5};  ///< of one thread
  std::size_t objects{3};
  std::size_t total{10};  ///< operations of all threads
};

}  // namespace selvage::check
