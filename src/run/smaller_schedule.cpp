#include "src/run/smaller_schedule.h"

#include <tuple>
#include <vector>

#include "src/explore/replay_strategy.h"

namespace selvage::run {
namespace {

constexpr std::uint64_t most_executions = 2'000;

/// A piece of a schedule: choices of one thread on end, or one draw.
struct piece {
  std::size_t begin;
  std::size_t end;
};

std::vector<piece> pieces_of(const check::schedule& s) {
  std::vector<piece> result;
  for (std::size_t i = 0; i < s.steps.size();) {
    std::size_t end = i + 1;
    while (!s.steps[i].is_draw && end < s.steps.size() && s.steps[end] == s.steps[i]) ++end;
    result.push_back({i, end});
    i = end;
  }
  return result;
}

check::schedule without(const check::schedule& s, std::size_t begin, std::size_t end) {
  check::schedule result = s;
  const auto at = result.steps.begin();
  result.steps.erase(at + static_cast<std::ptrdiff_t>(begin), at + static_cast<std::ptrdiff_t>(end));
  return result;
}

auto size_of(const outcome& o) { return std::tuple(o.preemptions, check::drawn(o.choices), o.steps, o.choices.steps.size()); }

class search {
 public:
  search(const run_function& run, model::verdict wanted, std::uint64_t& executions)
      : run_(run), wanted_(wanted), executions_(executions) {}

  std::optional<outcome> best(const check::schedule& first) {
    if (!attempt(first)) return std::nullopt;
    for (bool better = true; better;) better = drop_pieces() || shorten_pieces();
    return best_;
  }

 private:
  /// Keeps what it leads to when that shows the verdict and is smaller than what is kept.
  bool attempt(const check::schedule& s) {
    if (executions_ >= most_executions) return false;
    ++executions_;
    check::replay_strategy strategy(s, check::mismatch::skip);
    outcome o;
    if (!run_(strategy, o) || o.verdict != wanted_ || !o.unsupported.empty()) return false;
    o.preemptions = strategy.preemptions();
    if (best_ && size_of(o) >= size_of(*best_)) return false;
    best_ = std::move(o);
    return true;
  }

  /// Halves, quarters ... then single pieces.
  bool drop_pieces() {
    bool any = false;
    for (std::size_t n = pieces_of(best_->choices).size(); n > 0; n /= 2) {
      for (std::size_t i = 0;;) {
        const auto pieces = pieces_of(best_->choices);
        if (i >= pieces.size()) break;
        const auto last = std::min(i + n, pieces.size()) - 1;
        if (attempt(without(best_->choices, pieces[i].begin, pieces[last].end)))
          any = true;
        else
          i += n;
      }
    }
    return any;
  }

  /// One choice less of a thread that has several on end.
  bool shorten_pieces() {
    bool any = false;
    for (std::size_t i = 0;;) {
      const auto pieces = pieces_of(best_->choices);
      if (i >= pieces.size()) break;
      if (pieces[i].end - pieces[i].begin > 1 && attempt(without(best_->choices, pieces[i].begin, pieces[i].begin + 1)))
        any = true;
      else
        ++i;
    }
    return any;
  }

  const run_function& run_;
  model::verdict wanted_;
  std::uint64_t& executions_;
  std::optional<outcome> best_;
};

}  // namespace

std::optional<outcome> smaller_schedule(const run_function& run, const check::schedule& choices,
                                        model::verdict wanted, std::uint64_t& executions) {
  return search(run, wanted, executions).best(choices);
}

}  // namespace selvage::run
