#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "model/label.h"

namespace selvage::conform {

/// Objects of a program that one machine checks together.
struct group {
  std::vector<std::uint8_t> members;        ///< their numbers in the program
  std::vector<model::object_spec> objects;  ///< what they are; `original` counts within the group
};

/// The groups that the numbers in `component` make, one number for each object; one empty group when there is no
/// object. Throws std::invalid_argument when an object is in another group than the event it is of.
[[nodiscard]] std::vector<group> groups_of(std::span<const model::object_spec> objects,
                                           std::span<const std::uint8_t> component);

/// Tells which group each label of a history concerns, in the history's order.
class router {
 public:
  static constexpr std::uint8_t nowhere = 0xff;

  explicit router(std::span<const group> groups) noexcept;

  /// The group's index, or `nowhere`. `quiescent` concerns every group and must not be asked for.
  std::uint8_t operator()(const model::label& l) noexcept {
    if (l.kind == model::label_kind::ret) return of_thread_[l.thread];
    if (l.kind != model::label_kind::call) return of_object_[l.objects[0]];
    return of_thread_[l.thread] = l.object_count == 0 ? std::uint8_t{0} : of_object_[l.objects[0]];
  }

 private:
  std::array<std::uint8_t, 256> of_object_{};
  std::array<std::uint8_t, 256> of_thread_{};
};

/// The label with the numbers that its objects have within the group.
[[nodiscard]] model::label within(const group& g, const model::label& l) noexcept;

}  // namespace selvage::conform
