#include "src/order/clocks.h"

namespace selvage::order {

using engine::hold;

void clocks::spawned(thread_id child, thread_id parent) noexcept {
  of_thread& c = threads_[child];
  c.now.clear();
  c.pending.clear();
  c.fence.clear();
  if (parent != engine::no_thread) {
    c.now.assign(threads_[parent].now);
    advance(parent);
  }
  c.now.set(child, 1);
}

void clocks::acquired(engine::kernel_object& o, hold how, thread_id t) noexcept {
  const std::uint32_t mark = o.ordered[layer_];
  if (mark == 0) return;  // nobody has released it
  const of_object& c = objects_[mark];
  vector_clock& mine = threads_[t].now;
  switch (how) {
    case hold::exclusive:
      mine.join(c.first);
      mine.join(c.second);
      return;
    case hold::shared:
    case hold::token:
    case hold::once:
    case hold::transfer:
    case hold::readiness:
    case hold::setting:
    case hold::closing:
      mine.join(c.first);
      return;
    case hold::arrival:
      mine.join(o.round % 2 == 0 ? c.first : c.second);
      return;
  }
}

void clocks::released(engine::kernel_object& o, hold how, thread_id t) {
  std::uint32_t& mark = o.ordered[layer_];
  if (mark == 0) {
    mark = objects_.take();
    objects_[mark].first.clear();
    objects_[mark].second.clear();
  }
  of_object& c = objects_[mark];
  const vector_clock& mine = threads_[t].now;
  switch (how) {
    case hold::exclusive:
      c.first.assign(mine);
      break;
    case hold::shared:
      c.second.join(mine);
      break;
    case hold::token:
    case hold::once:
    case hold::transfer:
    case hold::readiness:
    case hold::setting:
    case hold::closing:
      c.first.join(mine);
      break;
    case hold::arrival: {
      vector_clock& round = o.round % 2 == 0 ? c.first : c.second;
      if (o.count == 0) round.clear();
      round.join(mine);
      break;
    }
  }
  advance(t);
}

void clocks::fence(thread_id t, int order) noexcept {
  of_thread& me = threads_[t];
  if (acquires(order)) me.now.join(me.pending);
  if (!releases(order)) return;
  me.fence.assign(me.now);
  advance(t);
}

}  // namespace selvage::order
