#include "src/strategy/strategies.h"

#include <array>

#include "src/strategy/dfs.h"
#include "src/strategy/pct.h"
#include "src/strategy/portfolio.h"
#include "src/strategy/pos.h"
#include "src/strategy/random_walk.h"
#include "src/strategy/surw.h"
#include "src/strategy/urw.h"

namespace selvage::strategy {
namespace {

template <class S>
std::unique_ptr<engine::strategy> make(const options& o) {
  return std::make_unique<S>(o.seed);
}

std::unique_ptr<engine::strategy> make_dfs(const options& o) { return std::make_unique<dfs>(o.preemption_bound); }

constexpr std::array entries{
    entry{"portfolio", "random, urw, pos, pct and surw in turn", make<portfolio>, true},
    entry{"random", "random walk: every enabled thread is as likely as another", make<random_walk>, true},
    entry{"urw", "random walk weighted by what each thread has left", make<urw>, true},
    entry{"pos", "partial order sampling: random priorities for operations", make<pos>, true},
    entry{"pct", "probabilistic concurrency testing, depth 2 to 6 in turn", make<pct>, true},
    entry{"surw", "random walk uniform in the orders of the uses of one shared object", make<surw>, true},
    entry{"dfs", "every schedule with at most 0, 1, … preemptions", make_dfs, false},
};

}  // namespace

std::span<const entry> all() noexcept { return entries; }

const entry* named(std::string_view name) noexcept {
  for (const entry& e : entries)
    if (e.name == name) return &e;
  return nullptr;
}

}  // namespace selvage::strategy
