#include "src/explore/exploration.h"

#include "src/explore/search.h"

namespace selvage::check {

bool operator==(const exploration& a, const exploration& b) {
  return a.strategy == b.strategy && a.seed == b.seed && a.preemption_bound == b.preemption_bound &&
         a.engine.max_steps == b.engine.max_steps && a.engine.memory_points == b.engine.memory_points &&
         a.engine.spurious == b.engine.spurious && a.engine.interrupts == b.engine.interrupts &&
         a.engine.weak_memory == b.engine.weak_memory && a.engine.environment_limit == b.engine.environment_limit &&
         a.watched == b.watched && a.engine.heap == b.engine.heap && a.engine.heap_bytes == b.engine.heap_bytes;
}

std::unique_ptr<engine::strategy> make_strategy(const exploration& how) {
  return make_strategy(how.strategy, how.seed, how.preemption_bound);
}

}  // namespace selvage::check
