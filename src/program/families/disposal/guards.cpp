#include "src/program/families/disposal/family.h"

namespace selvage::check {
namespace {

using model::label_kind;
using model::transition;

void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out) {
  if (shown.kind != label_kind::released) return;
  out.insert(transition::release_disposed);
  if (o.failing) out.insert(transition::disposal_fails);
}

}  // namespace

const family_guards disposal_guards{nullptr, nullptr, add_shown};

}  // namespace selvage::check
