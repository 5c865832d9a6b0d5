#pragma once

#include <algorithm>
#include <span>
#include <stdexcept>

#include "model/async_disposable.h"
#include "model/async_result.h"
#include "model/machine.h"
#include "model/operation.h"
#include "model/registration.h"

namespace selvage::conform {

/// Calls `use` with the machine that checks these objects together, and returns what it returns. Throws
/// std::invalid_argument when there is none that does.
template <class Use>
auto with_machine(std::span<const model::object_spec> objects, const model::profile& p, Use use) {
  const auto holds = [&](model::family f) {
    return std::ranges::any_of(objects, [f](const model::object_spec& s) { return model::info(s.kind).of == f; });
  };
  // One line a family: its machine takes the events along that its objects are used with.
  if (holds(model::family::async_results)) return use(model::async_result(objects));
  if (holds(model::family::registrations)) return use(model::registration(objects, p));
  if (holds(model::family::disposal)) {
    if (objects.size() != 1) throw std::invalid_argument("an object with asynchronous disposal is checked apart");
    return use(model::async_disposable(objects[0]));
  }
  return use(model::machine(objects, p));
}

}  // namespace selvage::conform
