#include "src/check/suite/liberties.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "src/explore/replay_strategy.h"

namespace selvage::check {
namespace {

struct row {
  model::liberty what;
  std::string_view meaning;
};

constexpr std::array rows = {
    row{model::liberty::missed_pulse, "an interrupted thread is not released by a pulse"},
    row{model::liberty::missed_set_reset, "a thread is not released by a set that a reset follows"},
    row{model::liberty::coalesced_sets,
        "sets of an auto-reset event release fewer waiting threads than there are sets"},
    row{model::liberty::unheld_waits, "a close strands the threads that wait through the handle"},
};

constexpr auto liberties = [] {
  std::array<model::liberty, rows.size()> all{};
  for (std::size_t i = 0; i < rows.size(); ++i) all[i] = rows[i].what;
  return all;
}();

constexpr bool has_part(liberty_set whole, liberty_set part) noexcept { return (whole & part) == part; }

std::vector<liberty_set> sets_by_size() {
  std::vector<liberty_set> sets;
  for (liberty_set s = 0; s < liberty_set{1} << liberties.size(); ++s) sets.push_back(s);
  std::ranges::sort(sets, {}, [](liberty_set s) { return std::pair(std::popcount(s), s); });
  return sets;
}

}  // namespace

std::span<const model::liberty> all_liberties() noexcept { return liberties; }

std::string_view meaning(model::liberty l) noexcept {
  const auto* const found = std::ranges::find(rows, l, &row::what);
  return found == rows.end() ? std::string_view() : found->meaning;
}

std::span<const liberty_set> all_liberty_sets() {
  static const auto sets = sets_by_size();
  return sets;
}

std::string names_of(liberty_set set) {
  std::string out;
  for (const auto l : liberties) {
    if ((set >> static_cast<unsigned>(l) & 1U) != 0) out += (out.empty() ? "" : ", ") + std::string(model::name(l));
  }
  return out;
}

std::vector<liberty_set> smallest_sets(const std::function<bool(liberty_set)>& conforms) {
  std::vector<liberty_set> found;
  for (const auto s : all_liberty_sets()) {
    const bool larger = std::ranges::any_of(found, [&](liberty_set f) { return has_part(s, f); });
    if (!larger && conforms(s)) found.push_back(s);
  }
  return found;
}

liberty_set smallest_for_all(std::span<const std::vector<liberty_set>> wanted) {
  const auto serves = [&](liberty_set s) {
    return std::ranges::all_of(wanted, [&](const auto& sets) {
      return sets.empty() || std::ranges::any_of(sets, [&](liberty_set part) { return has_part(s, part); });
    });
  };
  return *std::ranges::find_if(all_liberty_sets(), serves);
}

std::vector<liberty_set> explaining_liberties(const subject& s, const program& p, const violation& v,
                                              const engine::settings& options) {
  return smallest_sets([&](liberty_set set) {
    const model::profile lenient{"lenient", set};
    harness h(s, p, lenient, options);
    replay_strategy replay(v.how, mismatch::report);
    h.run(replay, v.execution);
    return h.verdict() == model::verdict::holds && !replay.diverged_at();
  });
}

}  // namespace selvage::check
