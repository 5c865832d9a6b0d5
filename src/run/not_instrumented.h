#pragma once

#include <vector>

#include "src/run/task.h"

namespace selvage::run {

/// Code of the program's own that the engine hears nothing of but calls to libc: its atomics are no scheduling points,
/// and its memory is not watched. That is an image (the executable, or a shared library from outside the system's
/// folders) without any instrumentation that uses threads or C++; or, where part of an image is instrumented, source
/// files of it in C++.
///
/// Source files are known where the image keeps its symbol table (not after strip), and never after whole-program
/// link-time optimisation. Cost: reads the symbol tables once.
[[nodiscard]] std::vector<unseen_code> not_instrumented();

}  // namespace selvage::run
