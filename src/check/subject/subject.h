#pragma once

#include <string>

#include "model/profile.h"
#include "selvage/subject.h"
#include "src/program/capabilities.h"

namespace selvage::check {

/// A subject that is loaded. Copies share the table, which stays valid until the process ends: shared objects are
/// never unloaded, since an execution that was cut short may have left pointers into them.
struct subject {
  std::string name;  ///< as the command was given it: an in-tree name, or a path
  const selvage_subject* table{};
  capabilities can;
  std::string not_instrumented;  ///< one sentence: which of its code the engine does not see; empty when it sees all
  const model::profile* weakest{};  ///< the subject is the weakest machine of this profile (weakest.h); null: it is not
};

}  // namespace selvage::check
