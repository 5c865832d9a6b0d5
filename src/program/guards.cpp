#include "src/program/guards.h"

#include "model/operation.h"
#include "src/program/families.h"

namespace selvage::check {
namespace {

void add_guards(const program_operation& o, bool interrupts, transition_set& out) {
  const auto& op = model::info(o.op);
  if (const auto add = row_of(op.of).guards->operation; add != nullptr) add(o, out);
  if (o.timeout_ms > 0) out.insert(model::transition::one_deadline);
  if (interrupts && op.waits && o.timeout_ms != 0) out.insert(model::transition::interrupt);
}

}  // namespace

void add_guards(const program& p, bool interrupts, transition_set& out) {
  for (const auto& o : p.objects) {
    if (const auto add = row_of(model::info(o.spec.kind).of).guards->object; add != nullptr) add(p, o, out);
    for (const auto& called : o.callback) add_guards(called, interrupts, out);
  }
  for (const auto& t : p.threads) {
    for (const auto& o : t) add_guards(o, interrupts, out);
  }
}

void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out) {
  if (const auto add = row_of(model::info(o.kind).of).guards->shown; add != nullptr) add(o, shown, out);
}

}  // namespace selvage::check
