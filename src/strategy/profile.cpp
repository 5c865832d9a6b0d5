#include "src/strategy/profile.h"

#include <utility>

namespace selvage::strategy {
namespace {
constexpr std::size_t no_path = ~std::size_t{0};
}

void profile::measure() {
  measuring_ = true;
  decisions_ = 0;
  paths_.clear();
  steps_.clear();
  threads_.clear();
}

void profile::follow() {
  measuring_ = false;
  threads_.clear();
}

std::size_t profile::path_of(std::size_t parent, std::uint32_t number) {
  for (std::size_t i = 0; i < paths_.size(); ++i)
    if (paths_[i].parent == parent && paths_[i].number == number) return i;
  paths_.push_back({parent, number});
  steps_.push_back(1);
  return paths_.size() - 1;
}

std::uint32_t profile::of_descendants(std::size_t path) const {
  std::uint32_t sum = 0;
  for (std::size_t i = path + 1; i < paths_.size(); ++i)
    if (paths_[i].parent == path) sum += steps_[i] + of_descendants(i);
  return sum;
}

void profile::spawned(engine::thread_id child, engine::thread_id parent) {
  if (child >= threads_.size()) threads_.resize(child + 1U);
  const bool root = parent == engine::no_thread;
  const std::uint32_t number = root ? 0 : threads_[parent].children++;
  const std::size_t path = path_of(root ? no_path : threads_[parent].path, number);
  const std::uint32_t unborn = measuring_ ? 0 : of_descendants(path);
  threads_[child] = {path, unborn, 0};
  if (!root) {
    std::uint32_t& rest = threads_[parent].unborn;
    rest -= std::min(rest, steps_[path] + unborn);
  }
}

void profile::decided(const engine::decision& d) {
  ++decisions_;
  // Of threads that never finish this is all there is.
  for (const engine::thread_id t : d.enabled) steps_[threads_[t].path] = d.points[t] + 1;
}

profile profile::with_steps(std::vector<std::uint32_t> steps) const {
  profile p;
  p.paths_ = paths_;
  p.steps_ = std::move(steps);
  p.steps_.resize(paths_.size());
  return p;
}

}  // namespace selvage::strategy
