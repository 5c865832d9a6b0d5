#pragma once

#include <optional>

#include "src/program/capabilities.h"
#include "src/program/program.h"
#include "src/program/random.h"

namespace selvage::check {

/// `p` with one to three small changes: an operation dropped, doubled, swapped, moved or pointed at another object, a
/// timeout changed, a thread dropped, copied or taken from `donor`, an object made otherwise. Objects that call back
/// limit what threads may do, so their programs only lose and reorder. Nothing when no change came out that is a
/// program which `can` allows. A function of its arguments and the state of `random`.
[[nodiscard]] std::optional<program> mutated(const program& p, const program& donor, const capabilities& can,
                                             random_source& random);

/// The program's text with objects and threads in an order and with names of their own: the same for programs that
/// differ in those alone.
[[nodiscard]] std::string shape_of(const program& p);

}  // namespace selvage::check
