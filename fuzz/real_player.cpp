// Programs on real threads, for builds with a real sanitizer: there the schedules are the operating system's.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "fuzz/environment.h"
#include "fuzz/feedback.h"
#include "fuzz/player.h"
#include "fuzz/program_bytes.h"
#include "src/check/coverage/coverage.h"
#include "src/check/play/real_run.h"

extern "C" const selvage_subject* selvage_subject_entry(void);

// ThreadSanitizer asks for it: its first report ends the process, so that the fuzzing engine keeps the input; what the
// engine's own handlers of signals do is none.
extern "C" [[gnu::used, gnu::visibility("default")]] const char* selvage_fuzz_tsan_options() __asm__(
    "__tsan_default_options");
const char* selvage_fuzz_tsan_options() { return "halt_on_error=1:report_signal_unsafe=0"; }

namespace selvage::fuzzing {
namespace {

constexpr unsigned runs = 4;                     // of one input
constexpr std::size_t operations_looked_at = 9;  // explaining a history of more costs more than it tells
constexpr std::size_t most_states = 20'000;      // looked at before a program counts as one that may block
constexpr std::int32_t some_time = 10;
constexpr auto patience = std::chrono::seconds(60);

const model::profile& strict() { return model::profiles().front(); }

void limit(std::vector<check::program_operation>& operations) {
  for (auto& o : operations) {
    if (model::info(o.op).waits && o.timeout_ms < 0) o.timeout_ms = some_time;
  }
}

/// Real threads cannot be taken back: gives every wait a time where the program may block for ever. False when it may
/// all the same.
bool made_to_end(check::program& p) {
  if (!check::may_block(p, strict(), most_states)) return true;
  for (auto& t : p.threads) limit(t);
  for (auto& o : p.objects) limit(o.callback);
  return !check::may_block(p, strict(), most_states);
}

[[noreturn]] void tell(const check::corpus_entry& e, const check::real_violation& v) {
  std::fprintf(stderr, "%s", v.text.c_str());
  const auto file = write_found(corpus_file_name(e), to_text(e));
  if (!file.empty()) std::fprintf(stderr, "  explore: selvage check --program %s\n", file.c_str());
  std::abort();
}

}  // namespace

void prepare(model::family) {
  const auto only = [](const char* name, const std::string& value) {
    if (variable(name, value) != value)
      refuse(std::string(name) + ": a target that plays on real threads has '" + value + "' alone");
  };
  only("SELVAGE_FUZZ_SUBJECT", "reference");
  only("SELVAGE_FUZZ_PROFILE", std::string(strict().name));
}

bool play(model::family f, std::span<const std::uint8_t> input) {
  auto e = decode(f, input);
  feedback::begin();
  try {
    if (!made_to_end(e.what)) return false;
    check::real_run run(*selvage_subject_entry(), e.what, patience);
    for (unsigned i = 0; i < runs; ++i) {
      if (const auto found = run.once(e.seed + i)) tell(e, *found);
    }
    if (e.what.operation_count() <= operations_looked_at) {
      for (const auto t : check::transitions_of_history(e.what, run.history(), strict(), false)) feedback::took(t);
    }
  } catch (const std::invalid_argument&) {
    return false;  // no machine checks these objects together
  }
  feedback::hand_over();
  return true;
}

}  // namespace selvage::fuzzing
