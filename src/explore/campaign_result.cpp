#include "src/explore/campaign_result.h"

#include <utility>

namespace selvage::check {

exploration as_in(exploration how, const violation& v) {
  how.engine.heap = v.heap;
  how.watched = {v.watched ? how.watched.detect : "none", 1, false, std::move(how.watched.points)};
  return how;
}

}  // namespace selvage::check
