#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "src/engine/finding.h"

namespace selvage::detect {

/// Names of this process's code and data, from the debugging information and symbol tables of the images loaded when
/// it is made. Making one costs milliseconds. Not thread-safe.
class symboliser {
 public:
  symboliser();
  ~symboliser();
  symboliser(const symboliser&) = delete;
  symboliser& operator=(const symboliser&) = delete;

  /// The function that called from before this return address, and those inlined there, innermost first; one frame
  /// without names when nothing is known.
  [[nodiscard]] std::vector<engine::frame> frames(std::uintptr_t return_address);

  /// The symbol table's name of the function around `address`, as the linker knows it; empty when unknown.
  [[nodiscard]] std::string symbol(std::uintptr_t address);

  /// The variable around `address` as "name + offset in file"; empty when none is known.
  [[nodiscard]] std::string variable(const void* address);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace selvage::detect
