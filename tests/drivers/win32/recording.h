#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// One execution's history (docs/trace.md): threads take numbers from one counter and write each into a slot of its
/// own, so that recording hides no interleaving.
class recording {
 public:
  using json = nlohmann::ordered_json;

  static constexpr std::size_t capacity = 4'000;

  /// From any thread. Events beyond the capacity are dropped, and `full` from then on.
  void push(json event) {
    const auto at = next_.fetch_add(1);
    if (at >= capacity) return;
    slots_[at].event = std::move(event);
    slots_[at].written.store(true);
  }

  [[nodiscard]] std::size_t size() const { return next_.load(); }
  [[nodiscard]] bool full() const { return size() > capacity; }

  /// The events in the order of their numbers, one a line.
  [[nodiscard]] std::string text() const {
    std::string out;
    for (std::size_t i = 0; i < size() && i < capacity; ++i) {
      while (!slots_[i].written.load()) {
      }
      out += slots_[i].event.dump() + '\n';
    }
    return out;
  }

 private:
  struct slot {
    json event;
    std::atomic<bool> written{false};
  };

  std::unique_ptr<slot[]> slots_{new slot[capacity]};
  std::atomic<std::size_t> next_{0};
};
