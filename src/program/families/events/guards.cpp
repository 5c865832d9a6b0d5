#include "model/operation.h"
#include "src/program/families/events/family.h"

namespace selvage::check {
namespace {

using model::transition;

void add(const program& /*p*/, const program_object& o, transition_set& out) {
  out.insert(transition::create_event);
  if (o.spec.kind == model::object_kind::duplicate) out.insert(transition::one_event);
}

void add(const program_operation& o, transition_set& out) {
  if (!model::info(o.op).waits) out.insert(transition::event_never_waits);
  if (o.op == model::operation::signal_and_wait) out.insert(transition::signal);
}

}  // namespace

const family_guards event_guards{add, add, add_handle_released};

}  // namespace selvage::check
