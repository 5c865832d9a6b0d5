#include "src/detect/sleepers.h"

#include <algorithm>
#include <optional>

#include "src/engine/runtime.h"

namespace selvage::detect {
namespace {

using engine::kernel_kind;
using engine::kernel_object;
using engine::rt;

bool is_notified(const kernel_object& o) { return o.kind == kernel_kind::condition || o.kind == kernel_kind::futex; }

std::string object_name(const kernel_object& o) {
  return std::string(engine::name(o.kind)) + " " + std::to_string(o.number);
}

/// A thread that another has to wait for, and what it holds.
struct obstacle {
  thread_id thread;
  std::string what;
};

std::optional<obstacle> kept_by(const engine::thread& t, const lock_order& locks) {
  if (t.state == engine::thread_state::finished) return std::nullopt;
  if (t.wait_kind == engine::op_kind::join) {
    for (thread_id other = 0; other < rt.thread_count(); ++other)
      if (t.queue == &rt.at(other).joiners) return obstacle{other, "the end of it"};
    return std::nullopt;
  }
  const kernel_object* on = t.waits_on;
  if (on == nullptr) return std::nullopt;
  if (on->owner != engine::no_thread) return obstacle{on->owner, object_name(*on)};
  for (thread_id other = 0; other < rt.thread_count(); ++other)
    for (const auto& h : locks.held_by(other))
      if (h.lock == on) return obstacle{other, object_name(*on)};
  return std::nullopt;
}

/// "main.0 waits for mutex 2, held by main.1, which waits for ..."; empty when there is no cycle.
std::string cycle_among(std::span<const engine::stuck_thread> stuck, const lock_order& locks) {
  for (const auto& s : stuck) {
    std::string text = s.name;
    thread_id at = s.thread;
    for (std::size_t steps = 0; steps < stuck.size(); ++steps) {
      const auto next = kept_by(rt.at(at), locks);
      if (!next) break;
      const bool back = next->thread == s.thread;
      text += " waits for " + next->what + (next->what == "the end of it" ? ", namely " : ", held by ") +
              rt.thread_name(next->thread) + (back ? "" : ", which");
      if (back) return text;
      at = next->thread;
    }
  }
  return {};
}

}  // namespace

void sleepers::sleeps(thread_id t, kernel_object* on, std::uint32_t event) {
  sleep& s = sleeps_[t];
  s.on = on;
  s.event = event;
  s.notifier = engine::no_thread;
  if (on == nullptr || on->mark == 0 || !is_notified(*on)) return;
  const object_state& o = objects_.of(*on);
  s.notifier = o.notifier;
  s.notify_event = o.notify_event;
  s.notify_waiters = o.notify_waiters;
}

void sleepers::notified(kernel_object& o, thread_id by, std::uint32_t waiters, std::uint32_t event) {
  object_state& s = objects_.of(o);
  s.notifier = by;
  s.notify_event = event;
  s.notify_waiters = waiters;
}

void sleepers::explain(std::span<const engine::stuck_thread> stuck, const lock_order& locks, finding_list& findings) {
  engine::finding* f = findings.add(engine::finding_kind::deadlock);
  if (f == nullptr) return;
  for (const auto& s : stuck) add_deed(*f, engine::deed::blocked, s.thread, sleeps_[s.thread].event);
  f->message = cycle_among(stuck, locks);
  for (const auto& s : stuck) {
    const sleep& mine = sleeps_[s.thread];
    const engine::thread& t = rt.at(s.thread);
    if (t.waits_on == nullptr || !is_notified(*t.waits_on) || mine.on != t.waits_on) continue;
    if (!f->message.empty()) f->message += "; ";
    f->message += s.name + " sleeps on " + object_name(*mine.on) + ", on which ";
    if (mine.notifier == engine::no_thread) {
      f->message += "nobody had notified before its wait began";
      continue;
    }
    f->message += "the last notify before its wait began was " + rt.thread_name(mine.notifier) + "'s and found " +
                  (mine.notify_waiters == 0 ? "nobody" : std::to_string(mine.notify_waiters) + " waiting");
    add_deed(*f, engine::deed::notified, mine.notifier, mine.notify_event, mine.on->address);
    if (mine.notify_waiters != 0) continue;
    f->kind = engine::finding_kind::lost_wakeup;
    f->address = mine.on->address;
  }
}

}  // namespace selvage::detect
