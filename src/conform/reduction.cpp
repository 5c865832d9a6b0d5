#include "src/conform/reduction.h"

namespace selvage::conform {
namespace {

using model::operation;
using model::phase;
using model::state;

bool drops_own_reference(operation op) {
  return op == operation::close || op == operation::dispose || op == operation::release || op == operation::set_invalid;
}

/// Handles, as a mask, whose references can be taken and given back without anybody noticing the order.
unsigned calm_handles(const model::machine& m, const state& s) {
  unsigned calm = 0;
  for (std::size_t o = 0; o < m.objects().count; ++o) {
    if (!s.objects[o].disposed && !s.objects[o].closed) calm |= 1U << o;
  }
  for (const model::pending_call& c : s.threads) {
    if (c.at == phase::called && drops_own_reference(c.op)) calm &= ~(1U << c.objects[0]);
  }
  return calm;
}

bool all_calm(const model::pending_call& c, unsigned calm) {
  for (std::size_t i = 0; i < c.count; ++i) {
    if ((calm >> c.objects[i] & 1U) == 0) return false;
  }
  return c.count > 0;
}

bool takes_references(operation op) {
  switch (op) {
    case operation::set:
    case operation::reset:
    case operation::pulse:
    case operation::wait:
    case operation::wait_any:
    case operation::wait_all:
    case operation::signal_and_wait:
      return true;
    default:
      return false;
  }
}

}  // namespace

void reduced_steps(const model::machine& m, const state& s, std::vector<model::step>& steps,
                   std::vector<reduced_step>& out) {
  const unsigned calm = calm_handles(m, s);
  for (std::uint8_t t = 0; t < model::max_threads; ++t) {
    const model::pending_call& c = s.threads[t];
    if (c.at == phase::idle) continue;
    state from = s;
    if (c.at == phase::called && takes_references(c.op) && all_calm(c, calm)) {
      // The last step on offer takes a reference; a call that may also be rejected at once is rejected later too.
      while (from.threads[t].at == phase::called) {
        steps.clear();
        m.steps_of(from, t, steps);
        from = steps.back().next;
      }
    } else if (c.at == phase::leaving && all_calm(c, calm)) {
      while (from.threads[t].at == phase::leaving) {
        steps.clear();
        m.steps_of(from, t, steps);
        from = steps.back().next;
      }
      out.push_back({from, t, true});
      continue;
    }
    steps.clear();
    m.steps_of(from, t, steps);
    for (const model::step& step : steps) out.push_back({step.next, t, false});
  }
}

}  // namespace selvage::conform
