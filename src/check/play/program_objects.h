#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "model/label.h"
#include "selvage/subject.h"
#include "src/program/driver.h"
#include "src/program/program.h"

namespace selvage::check {

/// The objects of a program on a subject, for players on real threads. `make` and `destroy` take turns, on one thread;
/// the rest may be called in between from any. The subject's table and the program must outlive it.
class program_objects {
 public:
  program_objects(const selvage_subject& table, const program& p);

  /// `hooks` says where an object's releases and callbacks go. Timeouts of objects are `longest_ms` at most. Throws
  /// std::runtime_error when the subject cannot make one.
  void make(const std::function<object_hooks(std::uint8_t object)>& hooks,
            std::int32_t longest_ms = std::numeric_limits<std::int32_t>::max());
  /// Events and handles last: until its driver has ended, what a subject runs by itself may still set an event.
  void destroy();

  /// Calls the label's operation; its result as a label holds it.
  [[nodiscard]] std::int16_t invoke(const model::label& called);
  /// A callback begins or ends.
  void calls_back(const model::label& shown);

 private:
  struct family_driver {
    model::family of;
    std::unique_ptr<driver> by;
  };

  void need(model::family f, const selvage_subject& table);
  [[nodiscard]] driver& of(model::family f) const;
  [[nodiscard]] driver& of(const program_object& o) const { return of(model::info(o.spec.kind).of); }

  const program& program_;
  std::vector<family_driver> drivers_;
  std::array<void*, max_objects> made_{};
};

}  // namespace selvage::check
