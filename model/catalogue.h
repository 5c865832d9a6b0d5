#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "model/explore.h"

namespace selvage::model {

/// A machine as `selvage model` knows it: a name, and the sets of objects it is verified with.
struct machine_entry {
  std::string_view name;
  std::string_view summary;
  std::uint16_t bit{};  ///< `machine_bit`
  std::vector<std::vector<object_spec>> variants;
  std::size_t threads{};
  std::size_t operations{};
};

/// Every machine.
[[nodiscard]] std::span<const machine_entry> machines();

/// The machine with that name, or null.
[[nodiscard]] const machine_entry* machine_named(std::string_view name);

/// Every call that makes sense on these objects: each operation, each kind of timeout, each order of objects.
[[nodiscard]] std::vector<label> all_calls(std::span<const object_spec> objects);

struct verification {
  std::uint64_t states{};
  std::uint64_t transitions{};
  double seconds{};
  bool complete{};
  std::optional<broken_invariant> broken;
};

/// Explores every variant of the machine under its most general client.
[[nodiscard]] verification verify(const machine_entry& e, const profile& p);

/// A line of `selvage spec`: a step or guard of a machine and a clause that it carries.
struct coverage_line {
  std::string_view machine;
  std::string_view transition;
  std::string_view clause;
};

/// Every (machine, transition, clause).
[[nodiscard]] std::vector<coverage_line> coverage();

/// A drawing of the machine in Graphviz's language: the states between calls, up to `waiters` threads waiting, and
/// what each operation does to them.
[[nodiscard]] std::string to_dot(const machine_entry& e, const profile& p, std::size_t waiters = 2);

}  // namespace selvage::model
