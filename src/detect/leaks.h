#pragma once

#include <cstdint>
#include <vector>

#include "src/detect/finding_list.h"

namespace selvage::detect {

/// Blocks that nothing points to any more at the end of an execution. Roots are globals and the first thread's
/// thread-local variables; every word of them and of what is reached counts as a pointer, into a block too.
class leak_search {
 public:
  /// Adds a finding when there are some, and returns their bytes. O(1) when nothing is allocated.
  std::uint64_t run(finding_list& findings);

 private:
  void scan(const char* begin, const char* end);

  std::vector<bool> reached_;  ///< by block
  std::vector<std::size_t> open_;
};

}  // namespace selvage::detect
