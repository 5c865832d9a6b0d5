#include "src/check/suite/inference.h"

#include <algorithm>
#include <charconv>

namespace selvage::check {
namespace {

/// In a child: the engine must not run here before other workers start. A subject that kills the child has no excuse.
std::vector<liberty_set> excuses_of(const subject& s, const program& p, const violation& v,
                                    const engine::settings& options) {
  if (v.clause.empty()) return {};
  const auto work = [&](std::size_t, const worker_output& write) {
    std::string text;
    for (const auto set : explaining_liberties(s, p, v, options)) text += std::to_string(set) + '\n';
    write(text);
  };
  const auto result = run_workers(1, work, {}).front();
  std::vector<liberty_set> sets;
  if (!result.whole()) return sets;
  const char* at = result.output.data();
  const char* const end = at + result.output.size();
  for (liberty_set set = 0; at != end; ++at) {
    at = std::from_chars(at, end, set).ptr;
    sets.push_back(set);
  }
  return sets;
}

/// Appends what `results` show to `found`. Returns whether anything there has an excuse.
bool judge(const subject& s, std::span<const suite_item> items, const suite_options& options,
           std::span<const campaign_result> results, std::vector<judged_violation>& found) {
  bool excused = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    for (const auto& v : results[i].violations) {
      const auto known = [&](const judged_violation& j) {
        return j.item == i && j.what.verdict == v.verdict && j.what.clause == v.clause &&
               j.what.execution == v.execution;
      };
      if (std::ranges::any_of(found, known)) continue;
      found.push_back({i, v, excuses_of(s, items[i].what, v, options_for(items[i], options.each).how.engine)});
      excused |= !found.back().excuses.empty();
    }
  }
  return excused;
}

}  // namespace

bool inference::conforms() const {
  return std::ranges::all_of(results, [](const campaign_result& r) { return r.violations.empty(); });
}

inference infer_liberties(const subject& s, std::span<const suite_item> items, const suite_options& options,
                          const std::function<void(const shared_progress&)>& tick) {
  inference result;
  for (;;) {
    const model::profile granted{"inferred", result.liberties};
    auto held = options;
    held.each.held_to = &granted;
    held.each.stop_at_first = false;
    result.results = run_suite(s, items, held, tick);
    if (!judge(s, items, options, result.results, result.found)) return result;
    std::vector<std::vector<liberty_set>> wanted;
    for (const auto& j : result.found) wanted.push_back(j.excuses);
    const auto next = smallest_for_all(wanted);
    if (next == result.liberties) return result;
    result.liberties = next;
  }
}

}  // namespace selvage::check
