#pragma once

// Assertions are how a program says that something is wrong: they stay in every build.
#undef NDEBUG
#include <cassert>

/// One program under test: ordinary code, its result (a long, or nothing) written where the test looks for it.
#define PROGRAM(name) extern "C" __attribute__((visibility("default"))) void name([[maybe_unused]] void* result)

inline void report(void* result, long value) { *static_cast<long*>(result) = value; }
