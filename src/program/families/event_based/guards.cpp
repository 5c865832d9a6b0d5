#include "src/program/families/event_based/family.h"

namespace selvage::check {
namespace {

using model::label_kind;
using model::transition;

void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out) {
  if (shown.kind != label_kind::callback_begin) return;
  if (shown.result != 0) out.insert(transition::call_back_completion);
  if (o.loop_context) out.insert(transition::call_back_in_order);
}

}  // namespace

const family_guards event_based_guards{nullptr, nullptr, add_shown};

}  // namespace selvage::check
