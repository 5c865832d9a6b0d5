#pragma once

#include "src/detect/finding_list.h"
#include "src/engine/lost_blocks.h"

namespace selvage::detect {

/// Adds a finding when there are such blocks.
void report_leaks(const engine::lost_blocks& lost, finding_list& findings);

}  // namespace selvage::detect
