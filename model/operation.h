#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/label.h"

namespace selvage::model {

/// Operations and objects that belong together: one family, one machine, one group of functions of a subject.
enum class family : std::uint8_t { handles, events, async_results, registrations, disposal, event_based, components };

struct operation_info {
  operation op{};
  std::string_view name;
  family of{};
  std::uint8_t least{1};  ///< objects it takes
  std::uint8_t most{1};
  bool waits{};  ///< may block, and takes a timeout
};

struct object_kind_info {
  object_kind kind{};
  std::string_view name;
  family of{};
  bool of_event{};    ///< made of an event that is no duplicate: `object_spec::original`
  bool timed{};       ///< may have a time: `object_spec::timeout_ms`
  bool calls_back{};  ///< a program may say what its callback does
};

/// A word that may stand behind an object's kind in a program, and what it does to the object's specification.
struct attribute {
  std::string_view name;
  std::uint32_t kinds{};  ///< bit `1 << object_kind`
  bool object_spec::* member{};
  bool value{};

  [[nodiscard]] constexpr bool fits(object_kind k) const noexcept {
    return (kinds >> static_cast<unsigned>(k) & 1U) != 0;
  }
};

/// Every operation but `none`, in the order of the enumeration.
[[nodiscard]] std::span<const operation_info> operations() noexcept;

/// What is known of an operation that is not `none`. O(1).
[[nodiscard]] const operation_info& info(operation op) noexcept;

/// The operation with that name; `none` when there is none.
[[nodiscard]] operation operation_named(std::string_view text) noexcept;

/// Every kind of object, in the order of the enumeration.
[[nodiscard]] std::span<const object_kind_info> object_kinds() noexcept;

/// What is known of a kind. O(1).
[[nodiscard]] const object_kind_info& info(object_kind kind) noexcept;

/// Every attribute.
[[nodiscard]] std::span<const attribute> attributes() noexcept;

/// The letters that its clauses begin with, e.g. "EVT".
[[nodiscard]] std::string_view clause_prefix(family f) noexcept;

/// The family's name, e.g. "events".
[[nodiscard]] std::string_view name(family f) noexcept;

}  // namespace selvage::model
