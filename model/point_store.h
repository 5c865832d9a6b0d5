#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "model/invariants.h"

namespace selvage::model {

inline constexpr std::uint32_t nobody = 0xffffffff;

/// A point of the exploration.
struct point {
  state s;
  std::array<std::uint8_t, max_threads> left{};  ///< operations that each thread may still issue
  past before;
};

/// Points as packed bytes of what the client can use, each once.
class point_store {
 public:
  point_store(std::size_t threads, std::size_t objects)
      : threads_(threads),
        objects_(objects),
        stride_(threads * (sizeof(pending_call) + 1) + objects * (sizeof(object_state) + sizeof(object_past))) {
    table_.assign(1U << 16, nobody);
  }

  /// The point's number, and whether it is new. Threads are put in order first: they are all alike.
  std::pair<std::uint32_t, bool> add(const point& n, std::uint32_t parent) {
    pack(n);
    if (parents_.size() * 2 >= table_.size()) grow();
    const std::size_t mask = table_.size() - 1;
    std::size_t slot = hash_bytes(packed_.data()) & mask;
    for (; table_[slot] != nobody; slot = (slot + 1) & mask) {
      if (std::memcmp(at(table_[slot]), packed_.data(), stride_) == 0) return {table_[slot], false};
    }
    const auto id = static_cast<std::uint32_t>(parents_.size());
    table_[slot] = id;
    bytes_.insert(bytes_.end(), packed_.begin(), packed_.end());
    parents_.push_back(parent);
    return {id, true};
  }

  [[nodiscard]] bool same(std::uint32_t id, const point& n) {
    pack(n);
    return std::memcmp(at(id), packed_.data(), stride_) == 0;
  }

  [[nodiscard]] point get(std::uint32_t id) const {
    point n;
    const std::uint8_t* from = at(id);
    for (std::size_t t = 0; t < threads_; ++t) {
      std::memcpy(&n.s.threads[t], from, sizeof(pending_call));
      n.left[t] = from[sizeof(pending_call)];
      from += sizeof(pending_call) + 1;
    }
    for (std::size_t o = 0; o < objects_; ++o) {
      std::memcpy(&n.s.objects[o], from, sizeof(object_state));
      std::memcpy(&n.before[o], from + sizeof(object_state), sizeof(object_past));
      from += sizeof(object_state) + sizeof(object_past);
    }
    return n;
  }

  [[nodiscard]] std::uint32_t parent(std::uint32_t id) const { return parents_[id]; }
  [[nodiscard]] std::size_t size() const { return parents_.size(); }

 private:
  [[nodiscard]] const std::uint8_t* at(std::uint32_t id) const { return bytes_.data() + std::size_t{id} * stride_; }

  void pack(const point& n) {
    using row = std::array<std::uint8_t, sizeof(pending_call) + 1>;
    std::array<row, max_threads> rows{};
    for (std::size_t t = 0; t < threads_; ++t) {
      std::memcpy(rows[t].data(), &n.s.threads[t], sizeof(pending_call));
      rows[t].back() = n.left[t];
    }
    for (std::size_t t = 1; t < threads_; ++t) {
      for (std::size_t i = t; i > 0 && rows[i] < rows[i - 1]; --i) std::swap(rows[i], rows[i - 1]);
    }
    packed_.resize(stride_);
    std::uint8_t* to = packed_.data();
    for (std::size_t t = 0; t < threads_; ++t, to += sizeof(row)) std::memcpy(to, rows[t].data(), sizeof(row));
    for (std::size_t o = 0; o < objects_; ++o) {
      std::memcpy(to, &n.s.objects[o], sizeof(object_state));
      std::memcpy(to + sizeof(object_state), &n.before[o], sizeof(object_past));
      to += sizeof(object_state) + sizeof(object_past);
    }
  }

  [[nodiscard]] std::uint64_t hash_bytes(const std::uint8_t* p) const {
    std::uint64_t h = 0x9e3779b97f4a7c15ULL;
    for (std::size_t i = 0; i < stride_; ++i) h = (h ^ p[i]) * 0x100000001b3ULL;
    return h ^ h >> 29;
  }

  void grow() {
    table_.assign(table_.size() * 2, nobody);
    const std::size_t mask = table_.size() - 1;
    for (std::uint32_t id = 0; id < parents_.size(); ++id) {
      std::size_t slot = hash_bytes(at(id)) & mask;
      while (table_[slot] != nobody) slot = (slot + 1) & mask;
      table_[slot] = id;
    }
  }

  std::size_t threads_;
  std::size_t objects_;
  std::size_t stride_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint8_t> packed_;
  std::vector<std::uint32_t> parents_;
  std::vector<std::uint32_t> table_;
};

}  // namespace selvage::model
