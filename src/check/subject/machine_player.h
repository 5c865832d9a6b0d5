#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "model/label.h"
#include "model/pattern.h"
#include "model/registration.h"
#include "model/state.h"
#include "model/transition.h"
#include "src/engine/engine.h"
#include "src/engine/stand_in.h"
#include "src/program/driver.h"

namespace selvage::check {

/// Plays a machine as if it were an implementation: calls go in, returns, callbacks and releases come out.
class player {
 public:
  virtual ~player() = default;

  /// An execution begins or ends; from its first thread.
  virtual void begin() = 0;
  virtual void end() = 0;

  /// One call, with the machine's object numbers, on the thread that makes it. Returns its result.
  virtual int call(const model::label& l) = 0;

  /// A callback begins or ends.
  virtual void calls_back(const model::label& l) = 0;
};

/// The events of a machine's state.
inline const model::state& events_of(const model::state& s) noexcept { return s; }
inline const model::state& events_of(const model::registration::state& s) noexcept { return s.events; }

/// Of a machine that says whose each of its steps is. Every step of the machine is made by the thread whose step it is,
/// at a scheduling point of its own; where several are possible the strategy chooses, and interruptions are the
/// engine's. So an exploration of the threads that call explores the machine, all its liberties included. Registrations
/// get a thread each for their waits, and there are as many threads for callbacks as the model allows to run at once.
template <class M>
class machine_player final : public player {
 public:
  /// `hooks` are those of the machine's objects, filled in by the time of the first call; `registrations` are the
  /// timeouts of its registrations, in order.
  machine_player(M machine, std::span<const object_hooks* const> hooks, std::vector<std::int32_t> registrations)
      : machine_(std::move(machine)), hooks_(hooks.begin(), hooks.end()), timeouts_(std::move(registrations)) {}

  void begin() override {
    {
      const engine::aside scope;
      state_ = machine_.initial();
    }
    actors_ = {};
    claimed_ = {};
    stopping_ = false;
    pool_size_ = 0;
    if (timeouts_.empty()) return;
    for (std::size_t i = 0; i < timeouts_.size(); ++i)
      start(&machine_player::wait_body, static_cast<std::uint8_t>(first_waiter + i));
    for (std::size_t i = 0; i < model::max_callbacks; ++i) start(&machine_player::callback_body, 0);
  }

  void end() override {
    stopping_ = true;
    for (actor& a : actors_) rouse(a);
    for (std::size_t i = 0; i < pool_size_; ++i) rouse(pool_[i].idle);
    for (std::size_t i = 0; i < pool_size_; ++i) engine::join(pool_[i].id);
  }

  int call(const model::label& l) override {
    const auto t = l.thread;
    actors_[t].deadline = l.timeout_ms > 0 ? engine::now() + nanoseconds(l.timeout_ms) : never;
    if (!take(l)) return model::outcome::unsupported;
    for (;;) {
      if (const auto result = returned(t)) return *result;
      advance(t);
    }
  }

  void calls_back(const model::label& l) override {
    take(l);
    if (l.kind == model::label_kind::callback_begin) claim(l) = false;
    changed();
  }

 private:
  using state = typename M::state;
  static constexpr std::int64_t never = -1;
  static constexpr std::size_t first_waiter = model::first_callback_thread + model::max_callbacks;
  static constexpr std::size_t actor_count = model::max_threads;

  /// A thread of the machine and whoever plays it.
  struct actor {
    engine::thread_id asleep{engine::no_thread};
    std::int64_t deadline{never};
    bool declined{};  ///< a step that may be made was not; asked again after the next step of anyone
  };
  /// A thread of the player's own.
  struct worker {
    machine_player* owner{};
    std::uint8_t plays{};  ///< which thread of the machine, when it is one that waits
    engine::thread_id id{};
    actor idle;
  };

  static constexpr std::int64_t nanoseconds(std::int32_t ms) noexcept { return std::int64_t{ms} * 1'000'000; }

  [[nodiscard]] const model::pending_call& thread_of(std::uint8_t t) const { return events_of(state_).threads[t]; }

  bool take(const model::label& l) {
    const engine::aside scope;
    return machine_.take(state_, l);
  }

  std::optional<int> returned(std::uint8_t t) {
    const engine::aside scope;
    due_.clear();
    machine_.outputs(state_, due_);
    const auto found = std::ranges::find_if(
        due_, [t](const model::output& o) { return o.shown.kind == model::label_kind::ret && o.shown.thread == t; });
    if (found == due_.end()) return {};
    machine_.take(state_, found->shown);
    return found->shown.result;
  }

  /// One step of the thread's, or sleep until there is one.
  void advance(std::uint8_t t) {
    if (thread_of(t).at == model::phase::releasing) return release(t);
    if (!able(t)) return rest(t);
    engine::step(&state_);
    move(t);
  }

  void release(std::uint8_t t) {
    const auto object = thread_of(t).releasing;
    take({.kind = model::label_kind::released, .thread = t, .object_count = 1, .objects = {object}});
    if (const auto& h = *hooks_[object]; h.released != nullptr) h.released(h.context);
  }

  [[nodiscard]] bool able(std::uint8_t t) {
    const engine::aside scope;
    collect(t);
    return !options_.empty();
  }

  /// The steps that thread `t` can make by itself.
  void collect(std::uint8_t t) {
    steps_.clear();
    options_.clear();
    machine_.steps(state_, steps_);
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      const auto& s = steps_[i];
      if (s.thread != t) continue;
      const bool may = s.environment && !s.time && s.via != model::transition::interrupt;
      if (!s.environment || (may && !actors_[t].declined)) options_.push_back(i);
    }
  }

  void move(std::uint8_t t) {
    std::uint32_t count = 0;
    bool may_decline = false;
    {
      const engine::aside scope;
      collect(t);
      count = static_cast<std::uint32_t>(options_.size());
      may_decline = std::ranges::all_of(options_, [&](std::size_t i) { return steps_[i].environment; });
    }
    if (count == 0) return;
    const auto chosen = engine::choose(may_decline ? count + 1 : count);
    if (chosen == count) {
      actors_[t].declined = true;
      return;
    }
    become(t, steps_[options_[chosen]].next);
  }

  void become(std::uint8_t t, const state& next) {
    state_ = next;
    const auto at = thread_of(t).at;
    if (t >= first_waiter && at != model::phase::waiting && at != model::phase::borrowed) actors_[t].deadline = never;
    changed();
  }

  /// Wakes everyone who has something to do in the new state.
  void changed() {
    std::array<bool, actor_count> able{};
    bool callback = false;
    {
      const engine::aside scope;
      steps_.clear();
      due_.clear();
      machine_.steps(state_, steps_);
      machine_.outputs(state_, due_);
      for (const auto& s : steps_) {
        if (!s.time && s.via != model::transition::interrupt) able[s.thread] = true;
      }
      for (const auto& o : due_) {
        if (o.shown.kind == model::label_kind::ret) able[o.shown.thread] = true;
        if (o.shown.kind == model::label_kind::callback_begin) callback = true;
      }
    }
    for (std::uint8_t t = 0; t < actor_count; ++t) {
      actors_[t].declined = false;
      if (able[t] || thread_of(t).at == model::phase::releasing) rouse(actors_[t]);
    }
    for (std::size_t i = 0; callback && i < pool_size_; ++i) rouse(pool_[i].idle);
  }

  static void rouse(actor& a) {
    if (a.asleep != engine::no_thread) engine::wake(std::exchange(a.asleep, engine::no_thread));
  }

  static engine::woken sleep(actor& a, const void* object, bool interruptible, std::int64_t deadline) {
    a.asleep = engine::self();
    const auto why = engine::sleep(object, interruptible, deadline);
    a.asleep = engine::no_thread;
    return why;
  }

  /// Nothing but time, the environment or another thread can go on with this one.
  void rest(std::uint8_t t) {
    bool interruptible = false;
    bool timed = false;
    const auto mine = [&](auto wanted) {
      const engine::aside scope;
      steps_.clear();
      machine_.steps(state_, steps_);
      const auto found = std::ranges::find_if(steps_, [&](const auto& s) { return s.thread == t && wanted(s); });
      return found == steps_.end() ? nullptr : &*found;
    };
    const auto passes = [](const auto& s) { return s.time; };
    const auto interrupts = [](const auto& s) { return s.via == model::transition::interrupt; };
    timed = mine(passes) != nullptr;
    interruptible = mine(interrupts) != nullptr;
    actor& me = actors_[t];
    if (timed && t >= first_waiter && me.deadline == never)
      me.deadline = engine::now() + nanoseconds(timeouts_[t - first_waiter]);
    const auto why = sleep(me, &state_, interruptible, timed ? me.deadline : never);
    if (why == engine::woken::by_thread) return;
    const auto* const step = why == engine::woken::by_time ? mine(passes) : mine(interrupts);
    if (step != nullptr) become(t, step->next);
  }

  // ---- threads of its own

  void start(void (*body)(void*), std::uint8_t plays) {
    worker& w = pool_[pool_size_++];
    w = {this, plays, 0, {}};
    w.id = engine::spawn(body, &w);
  }

  static void wait_body(void* argument) {
    const auto& w = *static_cast<worker*>(argument);
    while (!w.owner->stopping_) w.owner->advance(w.plays);
  }

  static void callback_body(void* argument) {
    auto& w = *static_cast<worker*>(argument);
    while (!w.owner->stopping_) {
      if (w.owner->callback_due())
        w.owner->call_back();
      else
        sleep(w.idle, &w, false, never);
    }
  }

  /// Whether a callback is due that no thread has come for yet; those that are, in `due_`.
  bool callback_due() {
    const engine::aside scope;
    due_.clear();
    machine_.outputs(state_, due_);
    std::erase_if(due_, [this](const model::output& o) {
      return o.shown.kind != model::label_kind::callback_begin || claim(o.shown);
    });
    return !due_.empty();
  }

  /// The machine takes the callback's beginning when the history does: after the thread has come to it.
  void call_back() {
    const model::label l = due_[engine::choose(static_cast<std::uint32_t>(due_.size()))].shown;
    claim(l) = true;
    const auto& h = *hooks_[l.objects[0]];
    h.callback(h.context, l.result);
  }

  /// Whether a thread is about to begin this callback.
  bool& claim(const model::label& l) { return claimed_[l.objects[0]][l.result == 0 ? 0 : 1]; }

  M machine_;
  std::vector<const object_hooks*> hooks_;
  std::vector<std::int32_t> timeouts_;
  state state_;
  std::array<actor, actor_count> actors_{};
  std::array<worker, model::max_threads> pool_{};
  std::size_t pool_size_{};
  std::array<std::array<bool, 2>, model::max_objects> claimed_{};
  bool stopping_{};
  // Of whoever runs, between two scheduling points.
  std::vector<model::pattern_step<state>> steps_;
  std::vector<std::size_t> options_;
  std::vector<model::output> due_;
};

}  // namespace selvage::check
