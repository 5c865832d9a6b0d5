#pragma once

#include <cerrno>
#include <cstdarg>
#include <cstdio>

/// What a program saw, line by line; its memory is the test's. Plain, so that it is the same on both sides.
struct record {
  char text[1U << 16];
  unsigned size;
  unsigned seed;  ///< of a program that draws

  __attribute__((format(printf, 2, 3))) void add(const char* format, ...) {
    va_list list;
    va_start(list, format);
    const int n = vsnprintf(text + size, sizeof text - size, format, list);
    va_end(list);
    if (n > 0) size += static_cast<unsigned>(n);
  }
  void call(const char* what, long value) {
    if (value < 0)
      add("%s: errno %d\n", what, errno);
    else
      add("%s: %ld\n", what, value);
  }
};
