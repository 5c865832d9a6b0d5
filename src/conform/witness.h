#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/label.h"
#include "src/conform/state_space.h"

namespace selvage::conform {

/// Looks for one explanation of a history instead of all of them: a path through the machine, with internal steps only
/// where the next label needs them. When a label does not fit the path, it goes back to the last choice that is left.
/// (The search for a linearization, Wing and Gong 1993, with what was tried remembered, Lowe 2017.)
///
/// The states that it visits for a history are at most those that all explanations go through, and as a rule few.
class witness {
 public:
  /// `returns_matter`: others' steps count before a return that is due.
  explicit witness(bool returns_matter) noexcept : returns_matter_(returns_matter) {}

  [[nodiscard]] bool under_way() const noexcept { return under_way_; }
  /// States looked at since the beginning.
  [[nodiscard]] std::size_t visits() const noexcept { return visits_; }

  void begin(std::span<const state_id> from) {
    end();
    under_way_ = true;
    open_layer();
    for (const state_id id : from) add(0, id, urgency::some);
  }

  /// Keeps the memory.
  void end() noexcept {
    under_way_ = false;
    labels_.clear();
    used_layers_ = 0;
    visits_ = 0;
    used_slots_ = 0;
    ++epoch_;
  }

  /// Whether there is an explanation with the next label, too, which has the machine's numbers. After a false one the
  /// search has to begin anew.
  template <class Space>
  bool step(Space& space, const model::label& l) {
    labels_.push_back(l);
    open_layer();
    for (std::size_t i = labels_.size() - 1;;) {
      const state_id id = layers_[i].next();
      if (id == no_id) {
        if (i == 0) return false;
        --i;
        continue;
      }
      ++visits_;
      const state_id to = taken(space, id, labels_[i]);
      if (goes_on(labels_[i], to != no_id)) {
        for (const auto& e : space.successors(id)) add(i, e.to, urgency_of(e, labels_[i]));
      }
      if (to == no_id || !add(i + 1, to, urgency::some)) continue;
      if (++i == labels_.size()) return true;
    }
  }

 private:
  enum class urgency : std::uint8_t { high, some, low };

  /// What can be before a label and was not looked at yet.
  class layer {
   public:
    void clear() noexcept {
      high_.clear();
      for (fifo& q : lower_) {
        q.states.clear();
        q.first = 0;
      }
    }
    void add(state_id id, urgency u) {
      (u == urgency::high ? high_ : lower_[u == urgency::some ? 0 : 1].states).push_back(id);
    }
    /// Takes the next one out; `no_id` when there is none.
    state_id next() noexcept {
      if (!high_.empty()) {
        const state_id id = high_.back();
        high_.pop_back();
        return id;
      }
      for (fifo& q : lower_) {
        if (q.first < q.states.size()) return q.states[q.first++];
      }
      return no_id;
    }

   private:
    struct fifo {
      std::vector<state_id> states;
      std::size_t first{};
    };
    std::vector<state_id> high_;  ///< the last first
    std::array<fifo, 2> lower_;
  };

  struct slot {
    std::uint64_t key{};
    std::uint64_t epoch{};
  };

  template <class Space>
  static state_id taken(Space& space, state_id id, const model::label& l) {
    if (l.kind != model::label_kind::quiescent) return space.taken(id, l);
    return space.rests(id, l.result != 0) ? id : no_id;
  }

  // A call only wakes its own thread, and where an output is due already, the steps that could come before it can come
  // after it.
  [[nodiscard]] bool goes_on(const model::label& l, bool taken) const noexcept {
    if (l.kind == model::label_kind::call) return false;
    return !taken || returns_matter_ || l.kind == model::label_kind::quiescent;
  }

  /// The steps of the thread that returns come first, and the environment's last. To come to rest every step has to be
  /// taken, in whatever order.
  template <class Edge>
  static urgency urgency_of(const Edge& e, const model::label& l) noexcept {
    if (e.environment) return urgency::low;
    return l.kind == model::label_kind::quiescent || e.thread == l.thread ? urgency::high : urgency::some;
  }

  void open_layer() {
    if (used_layers_ == layers_.size()) layers_.emplace_back();
    layers_[used_layers_++].clear();
  }

  /// False when the state was there before.
  bool add(std::size_t where, state_id id, urgency u) {
    if (2 * (used_slots_ + 1) > slots_.size()) grow();
    slot& s = find(std::uint64_t{where} << 32 | id);
    if (s.epoch == epoch_) return false;
    s = {std::uint64_t{where} << 32 | id, epoch_};
    ++used_slots_;
    layers_[where].add(id, u);
    return true;
  }

  slot& find(std::uint64_t key) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (key * 0x9e3779b97f4a7c15ULL >> 32) & mask;
    while (slots_[at].epoch == epoch_ && slots_[at].key != key) at = (at + 1) & mask;
    return slots_[at];
  }

  void grow() {
    constexpr std::size_t least = 256;
    std::vector<slot> old(slots_.empty() ? least : 2 * slots_.size());
    old.swap(slots_);
    for (const slot& s : old) {
      if (s.epoch == epoch_) find(s.key) = s;
    }
  }

  bool returns_matter_;
  bool under_way_{};
  std::vector<model::label> labels_;
  std::vector<layer> layers_;
  std::size_t used_layers_{};
  std::size_t visits_{};
  std::vector<slot> slots_;  ///< which states are in which layer; a power of two of them, half empty
  std::size_t used_slots_{};
  std::uint64_t epoch_{1};
};

}  // namespace selvage::conform
