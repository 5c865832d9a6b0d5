// The entry points that libFuzzer, AFL++ and others call. One target a family: SELVAGE_FUZZ_FAMILY.
#include <cstddef>
#include <cstdint>

#include "fuzz/player.h"

namespace {
constexpr auto family = selvage::model::family::SELVAGE_FUZZ_FAMILY;
}

extern "C" [[gnu::visibility("default")]] int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  selvage::fuzzing::prepare(family);
  return 0;
}

extern "C" [[gnu::visibility("default")]] int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return selvage::fuzzing::play(family, {data, size}) ? 0 : -1;
}
