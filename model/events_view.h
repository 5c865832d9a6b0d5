#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/machine.h"
#include "model/pattern.h"

namespace selvage::model {

/// The machine of handles and events, seen as a pattern's machine is.
class events_view {
 public:
  using state = model::state;

  explicit events_view(model::machine machine) : machine_(std::move(machine)) {}

  [[nodiscard]] state initial() const noexcept { return machine_.initial(); }
  bool take(state& s, const model::label& l) const noexcept { return machine_.take(s, l); }

  void steps(const state& s, std::vector<model::pattern_step<state>>& out) const {
    std::vector<model::step> steps;
    machine_.steps(s, steps);
    for (const model::step& step : steps) {
      const bool time = step.kind == model::step_kind::time;
      out.push_back({step.next, step.via, time || step.kind == model::step_kind::environment, time, step.thread});
    }
  }

  void outputs(const state& s, std::vector<model::output>& out) const {
    for (std::uint8_t t = 0; t < model::max_threads; ++t) {
      const model::pending_call& c = s.threads[t];
      model::label l{.kind = model::label_kind::ret, .thread = t};
      if (c.at == model::phase::done) {
        l.op = c.op;
        l.object_count = c.count;
        l.objects = c.objects;
        l.result = c.result;
      } else if (c.at == model::phase::releasing) {
        l.kind = model::label_kind::released;
        l.object_count = 1;
        l.objects[0] = c.releasing;
      } else {
        continue;
      }
      out.push_back({l, {}});
    }
  }

 private:
  model::machine machine_;
};

}  // namespace selvage::model
