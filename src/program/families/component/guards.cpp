#include "src/program/families/component/family.h"

namespace selvage::check {
namespace {

using model::label_kind;
using model::transition;

void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out) {
  if (shown.kind == label_kind::released) out.insert(transition::complete_run);
  if (shown.kind != label_kind::callback_begin) return;
  if (shown.result != 0) out.insert(transition::call_back_end);
  if (o.loop_context || o.inline_context) out.insert(transition::last_in_order);
}

}  // namespace

const family_guards component_guards{nullptr, nullptr, add_shown};

}  // namespace selvage::check
