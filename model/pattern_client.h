#pragma once

#include <cstdint>
#include <vector>

#include "model/label.h"

namespace selvage::model {

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
