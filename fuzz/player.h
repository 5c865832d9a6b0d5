#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "model/operation.h"

namespace selvage::fuzzing {

/// Loads the subject that SELVAGE_FUZZ_SUBJECT names: "reference" when it names none. SELVAGE_FUZZ_PROFILE is the
/// profile it is held to instead of its own, SELVAGE_FUZZ_OUT the folder for counterexamples instead of the current
/// one. What cannot be used ends the process with one sentence and exit status 2.
void prepare(model::family f);

/// Plays the input's program on the subject, under schedules that follow from its seed (or on real threads, where a
/// real sanitizer is linked: real_player.cpp), and holds every history against the model. A violation is printed and
/// ends the process by abort(). False when the input is no program of the subject's. `prepare` comes first. One thread
/// at a time.
bool play(model::family f, std::span<const std::uint8_t> input);

}  // namespace selvage::fuzzing
