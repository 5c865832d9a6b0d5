#include "fuzz/feedback.h"

#include <array>

namespace {

constexpr std::size_t transitions = 256;
constexpr std::size_t pairs = 4096;

// https://llvm.org/docs/LibFuzzer.html: what is in this section counts as coverage.
[[gnu::section("__libfuzzer_extra_counters"), gnu::used]] std::array<std::uint8_t, transitions + pairs> counters{};

// The guards of SanitizerCoverage (trace-pc-guard), which is what AFL++ instruments with: who initialises the target's
// own guards gives each of these a number too, its place in the map. Where nobody does they stay 0.
[[gnu::section("__sancov_guards"), gnu::used]] std::array<std::uint32_t, transitions + pairs> guards{};

}  // namespace

// AFL++'s map of coverage, when its runtime is linked.
extern "C" [[gnu::weak]] std::uint8_t* selvage_fuzz_afl_map __asm__("__afl_area_ptr");

namespace selvage::fuzzing::feedback {

void begin() noexcept { counters.fill(0); }

void took(model::transition t) noexcept { counters[static_cast<std::size_t>(t)] = 1; }

std::span<std::uint8_t> pairs() noexcept { return std::span(counters).subspan(transitions); }

void hand_over() noexcept {
  if (&selvage_fuzz_afl_map == nullptr || selvage_fuzz_afl_map == nullptr) return;
  for (std::size_t i = 0; i < counters.size(); ++i) {
    if (counters[i] != 0) selvage_fuzz_afl_map[guards[i]] = 1;
  }
}

bool under_afl() noexcept { return &selvage_fuzz_afl_map != nullptr; }

}  // namespace selvage::fuzzing::feedback
