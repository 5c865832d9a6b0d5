#pragma once

#include <optional>
#include <string_view>

#include "src/program/program.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

/// What a program of client code suffers on a machine.
struct client_claim {
  std::string_view machine;  ///< the subject it runs on, a weakest machine; held to `strict`
  model::verdict verdict{};  ///< `holds`: under no schedule is a thread of it left in a call
  std::string_view clause;   ///< that would have helped it; empty when it is not said which
};

/// A program with a name.
struct scenario {
  std::string_view name;
  std::string_view summary;              ///< one line: what can go wrong here
  std::string_view text;                 ///< the program
  bool interrupts{};                     ///< explored with interruptions
  std::optional<client_claim> client{};  ///< of a program whose subject is the client
  bool endless{};                        ///< it has no end: nothing for threads that run freely

  [[nodiscard]] program make() const { return parse_program(text); }
};

}  // namespace selvage::check
