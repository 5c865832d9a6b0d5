#pragma once

#include <set>

#include "model/label.h"
#include "model/transition.h"
#include "src/program/program.h"

namespace selvage::check {

using transition_set = std::set<model::transition>;

/// What adds to the transitions taken those guards of a family, which no step of a machine carries, that a program or a
/// visible label puts to the test. Null where the family has none.
struct family_guards {
  void (*object)(const program& p, const program_object& o, transition_set& out);
  void (*operation)(const program_operation& o, transition_set& out);
  /// `o` is the object that the label, a release or the begin of a callback, is of.
  void (*shown)(const model::object_spec& o, const model::label& shown, transition_set& out);
};

/// The release of what a handle owns.
inline void add_handle_released(const model::object_spec& /*o*/, const model::label& shown, transition_set& out) {
  using model::transition;
  if (shown.kind == model::label_kind::released)
    out.insert({transition::release_resource, transition::release_once, transition::release_last});
}

}  // namespace selvage::check
