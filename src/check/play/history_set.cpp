#include "src/check/play/history_set.h"

#include <algorithm>
#include <cstring>

namespace selvage::check {

history_set::history_set() : table_(256) {}

bool history_set::contains(std::span<const model::label> labels, std::uint64_t hash) const noexcept {
  const auto mask = table_.size() - 1;
  for (auto i = hash & mask;; i = (i + 1) & mask) {
    const auto& e = table_[i];
    if (e.labels == nullptr) return false;
    if (e.hash == hash && e.count == labels.size() && std::memcmp(e.labels, labels.data(), labels.size_bytes()) == 0) {
      return true;
    }
  }
}

model::label* history_set::allocate(std::size_t count) {
  if (count > block_labels) return nullptr;
  if (block_used_ + count > block_labels) {
    if (blocks_.size() == max_blocks) return nullptr;
    blocks_.push_back(std::make_unique<model::label[]>(block_labels));
    block_used_ = 0;
  }
  auto* const at = blocks_.back().get() + block_used_;
  block_used_ += count;
  return at;
}

void history_set::insert(std::span<const model::label> labels, std::uint64_t hash) {
  if (full_ || labels.empty()) return;
  auto* const copy = used_ == max_entries ? nullptr : allocate(labels.size());
  if (copy == nullptr) {
    full_ = true;
    return;
  }
  std::copy(labels.begin(), labels.end(), copy);
  if (2 * (used_ + 1) > table_.size()) grow();
  const auto mask = table_.size() - 1;
  auto i = hash & mask;
  while (table_[i].labels != nullptr) i = (i + 1) & mask;
  table_[i] = {hash, copy, static_cast<std::uint32_t>(labels.size())};
  ++used_;
}

std::vector<std::uint64_t> history_set::hashes() const {
  std::vector<std::uint64_t> all;
  all.reserve(used_);
  for (const auto& e : table_) {
    if (e.labels != nullptr) all.push_back(e.hash);
  }
  std::ranges::sort(all);
  return all;
}

void history_set::grow() {
  std::vector<entry> old(table_.size() * 2);
  old.swap(table_);
  const auto mask = table_.size() - 1;
  for (const auto& e : old) {
    if (e.labels == nullptr) continue;
    auto i = e.hash & mask;
    while (table_[i].labels != nullptr) i = (i + 1) & mask;
    table_[i] = e;
  }
}

}  // namespace selvage::check
