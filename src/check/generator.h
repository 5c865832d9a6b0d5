#pragma once

#include <cstddef>
#include <cstdint>

#include "src/check/capabilities.h"
#include "src/check/program.h"

namespace selvage::check {

struct generator_limits {
  std::size_t threads{4};
  std::size_t operations{5};  ///< of one thread
  std::size_t objects{3};
  std::size_t total{10};  ///< operations of all threads
};

/// Program number `index` of a seed: a pure function of its arguments. Operations are weighted towards collisions of
/// set, reset, close and wait, and only those the subject can do are used. Throws subject_error when it can do
/// nothing.
[[nodiscard]] program generate_program(std::uint64_t seed, std::uint64_t index, const capabilities& can,
                                       const generator_limits& limits = {});

}  // namespace selvage::check
