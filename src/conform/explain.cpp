#include "src/conform/explain.h"

namespace selvage::conform {
finding explain(const trail& t, std::span<const std::uint8_t>) {
  finding f;
  f.thread = t.refused().thread;
  return f;
}
}  // namespace selvage::conform
