#include "src/strategy/profile.h"

#include <algorithm>

namespace selvage::strategy {
namespace {
constexpr std::size_t no_path = ~std::size_t{0};
}

void profile::measure() {
  measuring_ = true;
  paths_.clear();
  totals_.clear();
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
  totals_.push_back(0);
  return paths_.size() - 1;
}

std::uint32_t profile::with_descendants(std::size_t path) const {
  std::uint32_t sum = totals_[path];
  for (std::size_t i = path + 1; i < paths_.size(); ++i)
    if (paths_[i].parent == path) sum += with_descendants(i);
  return sum;
}

void profile::spawned(engine::thread_id child, engine::thread_id parent) {
  if (child >= threads_.size()) threads_.resize(child + 1U);
  const bool root = parent == engine::no_thread;
  const std::uint32_t number = root ? 0 : threads_[parent].children++;
  const std::size_t path = path_of(root ? no_path : threads_[parent].path, number);
  const std::uint32_t own = std::max(with_descendants(path), 1U);
  threads_[child] = {path, own, 0};
  if (!root) {
    std::uint32_t& left = threads_[parent].left;
    left = left > own ? left - own : 1;
  }
}

std::uint32_t profile::length() const {
  std::uint32_t sum = 0;
  for (const std::uint32_t n : totals_) sum += n;
  return std::max(sum, 1U);
}

}  // namespace selvage::strategy
