#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "fuzz/grammar.h"
#include "src/check/fuzz/corpus.h"

namespace selvage::fuzzing {

/// The program, the seed of its schedules and whether there are interruptions, as bytes tell them. Every string of
/// bytes is one: each byte counts modulo the choices there are at its place, and where the bytes end, numbers go on
/// that are a function of all of them. What is left over is ignored.
///
///   objects:   count; each: kind, attributes (a bit each), [the event it is of], [time]
///   callbacks: of each that has one: operations
///   threads:   count; each: operations
///   the rest:  interruptions, seed (8 bytes, the least first)
///
/// Operations are a count and, each: which, its objects (with a count when it takes so many or so many), [time].
[[nodiscard]] check::corpus_entry decode(model::family f, std::span<const std::uint8_t> bytes);

/// Bytes that `decode` makes this of, with names of its own for the objects; nothing for a program that is outside the
/// family's grammar.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> encode(model::family f, const check::corpus_entry& e);

/// The bytes of one operation, for a dictionary. `objects` are the kinds of a program's objects, in order.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> encode(model::family f,
                                                              std::span<const model::object_kind> objects,
                                                              const check::program_operation& o);

/// The program with the names that `decode` gives to objects.
[[nodiscard]] check::program with_plain_names(check::program p);

}  // namespace selvage::fuzzing
