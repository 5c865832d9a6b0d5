#include "src/explore/search.h"

#include <array>
#include <stdexcept>

#include "src/engine/heap.h"
#include "src/strategy/strategies.h"

namespace selvage::check {
namespace {

using engine::heap_mode;

/// What a saved state begins with: the heap, and whether it matters.
struct beginning {
  std::string_view text;
  heap_mode heap;
  bool matters;
};
constexpr std::array beginnings{beginning{"reuse ", heap_mode::reuse, false},
                                beginning{"reuse! ", heap_mode::reuse, true},
                                beginning{"quarantine ", heap_mode::quarantine, true}};

const strategy::entry& named(const std::string& name) {
  const auto* const known = strategy::named(name);
  if (known != nullptr) return *known;
  std::string names;
  for (const auto& s : strategy::all()) names += (names.empty() ? "" : ", ") + std::string(s.name);
  throw std::invalid_argument("there is no strategy '" + name + "'; there are " + names);
}

}  // namespace

std::unique_ptr<engine::strategy> make_strategy(const std::string& name, std::uint64_t seed,
                                                unsigned preemption_bound) {
  return named(name).make({seed, preemption_bound});
}

search::search(const std::string& strategy, std::uint64_t seed, unsigned preemption_bound, bool both_heaps)
    : name_(strategy),
      seed_(seed),
      preemption_bound_(preemption_bound),
      by_index_(named(strategy).by_index),
      both_heaps_(both_heaps && !by_index_),
      strategy_(make_strategy(strategy, seed, preemption_bound)) {}

void search::ran() noexcept { heap_matters_ = heap_matters_ || engine::arena.modes_differ(); }

bool search::begins_anew() {
  if (!both_heaps_ || !heap_matters_ || heap_ == heap_mode::quarantine) return false;
  heap_ = heap_mode::quarantine;
  strategy_ = make_strategy(name_, seed_, preemption_bound_);
  return true;
}

std::string search::saved() const {
  const auto text = strategy_->saved();
  if (text.empty()) return text;
  for (const auto& b : beginnings)
    if (b.heap == heap_ && (b.matters == heap_matters_ || heap_ == heap_mode::quarantine))
      return std::string(b.text) + text;
  return text;
}

void search::restore(std::string_view text) {
  for (const auto& b : beginnings) {
    if (!text.starts_with(b.text)) continue;
    heap_ = b.heap;
    heap_matters_ = b.matters;
    text.remove_prefix(b.text.size());
    break;
  }
  strategy_->restore(text);
}

}  // namespace selvage::check
