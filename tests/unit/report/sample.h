#pragma once

#include "src/record/recording.h"

namespace selvage::report {

/// main starts main.0; main.0 takes mutex 1, main waits for it, main.0 writes `flag` with release and lets go; main
/// takes the mutex, reads `flag` with acquire, and its plain write races.
[[nodiscard]] record::recording sample();

}  // namespace selvage::report
