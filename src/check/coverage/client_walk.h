#pragma once

#include <array>
#include <cstdint>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model/pattern.h"
#include "src/conform/group.h"
#include "src/program/guards.h"

namespace selvage::check {

/// The calls that a program makes on the objects of one group, in the group's numbering.
struct client_calls {
  client_calls(const program& p, const conform::group& g);

  std::vector<std::vector<model::label>> threads;    ///< a callback of another group's object counts as a thread
  std::vector<std::vector<model::label>> callbacks;  ///< by the object whose callback makes them
};

/// What a machine can do when the threads and callbacks of a program are its clients.
struct client_behaviour {
  transition_set taken;
  bool blocks{};    ///< some call may never return
  bool complete{};  ///< every state was looked at
  std::size_t states{};
};

/// Visits every state of a group's machine under its clients, at most `limit` of them.
template <class Machine>
class client_walk {
 public:
  client_walk(const Machine& machine, const conform::group& g, const client_calls& clients, bool interrupts,
              std::size_t limit)
      : machine_(machine), group_(g), clients_(clients), interrupts_(interrupts), limit_(limit) {}

  client_behaviour walk() {
    visit({machine_.initial(), {}, {}, {}});
    while (!stack_.empty() && seen_.size() < limit_) {
      const place at = stack_.back();
      stack_.pop_back();
      moves_ = 0;
      follow(at);
      bool pending = false;
      for (const std::uint8_t p : at.pending) pending = pending || p != 0;
      behaviour_.blocks = behaviour_.blocks || (moves_ == 0 && pending);
    }
    behaviour_.complete = stack_.empty();
    behaviour_.states = seen_.size();
    return std::move(behaviour_);
  }

 private:
  struct place {
    typename Machine::state machine;
    std::array<std::uint8_t, 8> next{};      ///< which call each thread makes next
    std::array<std::uint8_t, 8> callback{};  ///< by thread: the object whose callback it runs, plus one
    std::array<std::uint8_t, 8> pending{};   ///< by thread: whether it is inside a call
    friend bool operator==(const place&, const place&) = default;
  };
  struct place_hash {
    std::size_t operator()(const place& p) const noexcept { return model::hash_bytes(p); }
  };

  void follow(const place& at) {
    steps_.clear();
    machine_.steps(at.machine, steps_);
    for (const auto& step : steps_) {
      if (is_interruption(step.via)) {
        if (!interrupts_) continue;
      } else {
        ++moves_;
      }
      behaviour_.taken.insert(step.via);
      place n = at;
      n.machine = step.next;
      visit(n);
    }
    due_.clear();
    machine_.outputs(at.machine, due_);
    for (const auto& o : due_) show(at, o.shown);
    for (std::uint8_t t = 0; t < at.next.size(); ++t) call(at, t);
  }

  void show(const place& at, const model::label& l) {
    place n = at;
    if (!machine_.take(n.machine, l)) return;
    add_shown(group_.objects[l.objects[0]], l, behaviour_.taken);
    if (l.kind == model::label_kind::ret) n.pending[l.thread] = 0;
    if (l.kind == model::label_kind::callback_begin) {
      n.next[l.thread] = 0;
      n.callback[l.thread] = static_cast<std::uint8_t>(l.objects[0] + 1);
    }
    ++moves_;
    visit(n);
  }

  void call(const place& at, std::uint8_t t) {
    const bool own = at.callback[t] == 0;
    if (own && t >= clients_.threads.size()) return;
    const auto& todo = own ? clients_.threads[t] : clients_.callbacks[at.callback[t] - 1U];
    place n = at;
    model::label l{.kind = model::label_kind::callback_end, .object_count = 1};
    if (at.next[t] < todo.size()) {
      l = todo[at.next[t]];
      ++n.next[t];
      n.pending[t] = 1;
    } else if (!own) {
      l.objects[0] = static_cast<std::uint8_t>(at.callback[t] - 1);
      n.callback[t] = 0;
      n.next[t] = 0;
    } else {
      return;
    }
    l.thread = t;
    if (at.pending[t] != 0 || !machine_.take(n.machine, l)) return;
    ++moves_;
    visit(n);
  }

  void visit(const place& p) {
    if (seen_.insert(p).second) stack_.push_back(p);
  }

  const Machine& machine_;
  const conform::group& group_;
  const client_calls& clients_;
  bool interrupts_;
  std::size_t limit_;
  client_behaviour behaviour_;
  std::size_t moves_{};  ///< of the place at hand, interruptions left out
  std::vector<model::pattern_step<typename Machine::state>> steps_;
  std::vector<model::output> due_;
  std::unordered_set<place, place_hash> seen_;
  std::vector<place> stack_;
};

}  // namespace selvage::check
