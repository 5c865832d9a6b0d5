#include "src/program/families/async_result/family.h"

namespace selvage::check {
namespace {

using model::label_kind;
using model::transition;

void add(const program& /*p*/, const program_object& o, transition_set& out) {
  out.insert(transition::apm_never_waits);
  if (o.spec.silent) out.insert(transition::apm_never_call_back);
  if (out.contains(transition::apm_take_handle)) out.insert(transition::apm_one_handle);
}

void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out) {
  add_handle_released(o, shown, out);
  if (shown.kind == label_kind::callback_begin) out.insert({transition::apm_call_back, transition::apm_call_back_once});
}

}  // namespace

const family_guards async_result_guards{add, nullptr, add_shown};

}  // namespace selvage::check
