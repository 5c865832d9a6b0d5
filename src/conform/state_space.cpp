#include "src/conform/state_space.h"

#include <algorithm>

namespace selvage::conform {
namespace {

constexpr std::size_t first_table = 1024;

std::uint64_t hash_ids(std::span<const state_id> ids) noexcept {
  std::uint64_t h = ids.size();
  for (const state_id id : ids) {
    h = (h ^ id) * 0x9e3779b97f4a7c15ULL;
    h ^= h >> 29;
  }
  return h;
}

void refill(std::vector<std::uint32_t>& table, const std::vector<std::uint64_t>& hashes) {
  table.assign(std::max(first_table, table.size() * 2), no_id);
  const std::size_t mask = table.size() - 1;
  for (std::uint32_t id = 0; id < hashes.size(); ++id) {
    std::size_t slot = hashes[id] & mask;
    while (table[slot] != no_id) slot = (slot + 1) & mask;
    table[slot] = id;
  }
}

}  // namespace

state_id state_space::intern(const model::state& s) {
  if (states_.size() * 2 >= table_.size()) grow();
  const std::uint64_t h = model::hash(s);
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = h & mask;
  for (; table_[slot] != no_id; slot = (slot + 1) & mask) {
    const state_id id = table_[slot];
    if (hashes_[id] == h && states_[id] == s) return id;
  }
  const auto id = static_cast<state_id>(states_.size());
  table_[slot] = id;
  states_.push_back(s);
  hashes_.push_back(h);
  first_edge_.push_back(0);
  edge_count_.push_back(no_id);
  return id;
}

std::span<const edge> state_space::successors(state_id id) {
  if (edge_count_[id] == no_id) {
    scratch_.clear();
    reduced_steps(*machine_, states_[id], steps_, scratch_);
    const auto first = static_cast<std::uint32_t>(edges_.size());
    for (const reduced_step& step : scratch_) {
      const state_id next = intern(step.next);
      edges_.push_back({next, step.thread, step.finishing});
    }
    first_edge_[id] = first;
    edge_count_[id] = static_cast<std::uint32_t>(edges_.size()) - first;
  }
  return {edges_.data() + first_edge_[id], edge_count_[id]};
}

void state_space::clear() noexcept {
  states_.clear();
  hashes_.clear();
  first_edge_.clear();
  edge_count_.clear();
  edges_.clear();
  std::ranges::fill(table_, no_id);
}

void state_space::grow() { refill(table_, hashes_); }

set_id set_space::intern(std::vector<state_id>& ids) {
  if (ids.empty()) return no_id;
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  if (hashes_.size() * 2 >= table_.size()) grow();
  if (first_.empty()) first_.push_back(0);
  const std::uint64_t h = hash_ids(ids);
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = h & mask;
  for (; table_[slot] != no_id; slot = (slot + 1) & mask) {
    const set_id id = table_[slot];
    if (hashes_[id] == h && std::ranges::equal(at(id), ids)) return id;
  }
  const auto id = static_cast<set_id>(hashes_.size());
  table_[slot] = id;
  hashes_.push_back(h);
  members_.insert(members_.end(), ids.begin(), ids.end());
  first_.push_back(static_cast<std::uint32_t>(members_.size()));
  return id;
}

void set_space::clear() noexcept {
  members_.clear();
  first_.clear();
  hashes_.clear();
  std::ranges::fill(table_, no_id);
}

void set_space::grow() { refill(table_, hashes_); }

}  // namespace selvage::conform
