#include "src/program/families/handles/family.h"

namespace selvage::check {
namespace {

using model::transition;

void add(const program& /*p*/, const program_object& o, transition_set& out) {
  out.insert(transition::create_handle);
  if (!o.spec.owns || !o.spec.valid) out.insert(transition::never_release);
}

void add(const program_operation& o, transition_set& out) {
  out.insert(transition::handle_never_waits);
  if (o.op == model::operation::set_invalid) out.insert(transition::never_release);
}

}  // namespace

const family_guards handle_guards{add, add, add_handle_released};

}  // namespace selvage::check
