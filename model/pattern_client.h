#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "model/async_disposable.h"
#include "model/async_result.h"
#include "model/label.h"
#include "model/operation.h"
#include "model/profile.h"
#include "model/registration.h"

namespace selvage::model {

/// Calls `f` with the machine of the pattern whose objects these are, and its events. Throws std::invalid_argument
/// when no pattern has such objects.
template <class F>
decltype(auto) with_pattern(std::span<const object_spec> objects, const profile& p, F&& f) {
  for (const object_spec& s : objects) {
    switch (info(s.kind).of) {
      case family::async_results:
        return std::forward<F>(f)(async_result(objects));
      case family::registrations:
        return std::forward<F>(f)(registration(objects, p));
      case family::disposal:
        return std::forward<F>(f)(async_disposable(s));
      case family::handles:
      case family::events:
        break;
    }
  }
  throw std::invalid_argument("no pattern has these objects");
}

/// The ends of callbacks that a client may show: which object's callback runs on a thread only the machine knows.
[[nodiscard]] inline std::vector<label> callback_ends(std::size_t objects) {
  std::vector<label> ends;
  for (std::uint8_t t = 0; t < max_callbacks; ++t) {
    for (std::uint8_t o = 0; o < objects; ++o) {
      ends.push_back({.kind = label_kind::callback_end,
                      .thread = static_cast<std::uint8_t>(first_callback_thread + t),
                      .object_count = 1,
                      .objects = {o}});
    }
  }
  return ends;
}

}  // namespace selvage::model
