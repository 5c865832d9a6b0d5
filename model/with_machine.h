#pragma once

#include <algorithm>
#include <span>
#include <stdexcept>

#include "model/async_disposable.h"
#include "model/async_operation.h"
#include "model/async_result.h"
#include "model/event_component.h"
#include "model/machine.h"
#include "model/operation.h"
#include "model/registration.h"

namespace selvage::model {

/// Calls `use` with the machine that checks these objects together, and returns what it returns. Throws
/// std::invalid_argument when there is none that does.
template <class Use>
auto with_machine(std::span<const object_spec> objects, const profile& p, Use use) {
  const auto holds = [&](family f) {
    return std::ranges::any_of(objects, [f](const object_spec& s) { return info(s.kind).of == f; });
  };
  // One line a family: its machine takes the events along that its objects are used with.
  if (holds(family::async_results)) return use(async_result(objects));
  if (holds(family::registrations)) return use(registration(objects, p));
  if (holds(family::disposal)) {
    if (objects.size() != 1) throw std::invalid_argument("an object with asynchronous disposal is checked apart");
    return use(async_disposable(objects[0]));
  }
  if (holds(family::event_based)) {
    if (objects.size() != 1) throw std::invalid_argument("an operation with events is checked apart");
    return use(async_operation(objects[0]));
  }
  if (holds(family::components)) {
    if (objects.size() != 1) throw std::invalid_argument("an operation of a component is checked apart");
    return use(event_component(objects[0]));
  }
  return use(machine(objects, p));
}

}  // namespace selvage::model
