#include "src/check/liberties.h"

#include <array>

#include "src/check/replay_strategy.h"

namespace selvage::check {
namespace {

constexpr std::array liberties = {model::liberty::missed_pulse, model::liberty::missed_set_reset,
                                  model::liberty::coalesced_sets};

}  // namespace

std::span<const model::liberty> all_liberties() noexcept { return liberties; }

std::optional<model::liberty> explaining_liberty(const subject& s, const program& p, const violation& v,
                                                 const engine::settings& options) {
  for (const auto l : liberties) {
    const model::profile lenient{model::name(l), 1U << static_cast<unsigned>(l)};
    harness h(s, p, lenient, options);
    replay_strategy replay(v.how, mismatch::report);
    h.run(replay, v.execution);
    if (h.verdict() == model::verdict::holds && !replay.diverged_at()) return l;
  }
  return {};
}

}  // namespace selvage::check
