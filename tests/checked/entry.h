#pragma once

#include <cstddef>

// What the shared object with the instrumented tests offers. Names are C's, so that dlsym finds them.
extern "C" {

/// The number of tests.
using checked_count_fn = std::size_t (*)();

/// Writes the name of test `i`, cut to `size` bytes with its final zero.
using checked_name_fn = void (*)(std::size_t i, char* text, std::size_t size);

/// Runs test `i`, made anew. Returns false when it failed, and writes why.
using checked_run_fn = bool (*)(std::size_t i, char* text, std::size_t size);
}
