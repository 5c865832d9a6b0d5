#include <algorithm>

#include "src/program/families/registration/family.h"

namespace selvage::check {
namespace {

using model::label_kind;
using model::transition;

void add(const program& p, const program_object& o, transition_set& out) {
  const auto same = [&](const program_object& other) {
    return &other != &o && other.spec.kind == o.spec.kind && other.spec.original == o.spec.original;
  };
  if (std::ranges::any_of(p.objects, same)) out.insert(transition::each_registration);
}

void add_shown(const model::object_spec& o, const model::label& shown, transition_set& out) {
  add_handle_released(o, shown, out);
  if (shown.kind == label_kind::callback_begin) out.insert(transition::callback_starts);
}

}  // namespace

const family_guards registration_guards{add, nullptr, add_shown};

}  // namespace selvage::check
