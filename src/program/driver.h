#pragma once

#include <array>
#include <memory>
#include <span>

#include "model/label.h"
#include "model/operation.h"
#include "selvage/subject.h"

namespace selvage::check {

/// What an object tells the harness, from any controlled thread.
struct object_hooks {
  selvage_released_fn released{};
  selvage_callback_fn callback{};
  void* context{};
};

/// Makes the objects of one family through a subject's functions and calls their operations. All but the destructor
/// run in controlled code and must not allocate on their own account.
class driver {
 public:
  virtual ~driver() = default;

  /// An execution begins, before any object of the family is made; it ends after all are destroyed. False when the
  /// subject could not make what the family shares (a thread pool, say).
  virtual bool begin() { return true; }
  virtual void end() {}

  /// Null when the subject could not make the object. `original` is the object that `spec.original` names.
  virtual void* make(const model::object_spec& spec, void* original, const object_hooks& hooks) = 0;
  virtual void destroy(void* object) = 0;

  /// Calls the label's operation on the objects it names, in order, and returns the result.
  virtual int invoke(const model::label& called, std::span<void* const> objects) = 0;

  /// The callback of `object` begins or ends, with the label that the history has of it.
  virtual void calls_back(const model::label& /*shown*/, void* /*object*/) {}
};

}  // namespace selvage::check
