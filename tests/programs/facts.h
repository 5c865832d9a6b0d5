#pragma once

#include <poll.h>
#include <unistd.h>

#include <cstdint>

#include "tests/programs/program.h"
#include "tests/programs/record.h"

/// Writes down what an expression gives.
#define SAY(expression) seen.call(#expression, static_cast<long>(expression))

namespace facts {

inline short ready(int d, short events) {
  pollfd p{.fd = d, .events = events, .revents = 0};
  poll(&p, 1, 0);
  return p.revents;
}

inline long value_of(int d) {
  std::uint64_t v = 0;
  return read(d, &v, sizeof v) == sizeof v ? static_cast<long>(v) : -1;
}

}  // namespace facts
