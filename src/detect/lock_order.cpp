#include "src/detect/lock_order.h"

#include <algorithm>

namespace selvage::detect {
namespace {

void add_lock(engine::finding& f, thread_id t, std::uint32_t event, const engine::kernel_object& o) {
  add_deed(f, engine::deed::locked, t, event, o.address, o.number);
  f.deeds[f.deed_count - 1].kind = name(o.kind);
}

}  // namespace

void lock_order::begin() noexcept {
  for (thread_id t = 0; t < threads_; ++t) held_[t].clear();
  threads_ = 0;
  edges_.forget_all();
  edge_end_ = 1;
}

void lock_order::spawned(thread_id child, thread_id parent) noexcept {
  threads_ = std::max<thread_id>(threads_, static_cast<thread_id>(child + 1));
  order::vector_clock& life = life_[child];
  life.clear();
  if (parent != engine::no_thread) {
    life.assign(life_[parent]);
    life_[parent].set(parent, life_[parent].at(parent) + 1);
  }
  life.set(child, 1);
}

void lock_order::joined(thread_id t, thread_id finished) noexcept { life_[t].join(life_[finished]); }

void lock_order::acquired(const engine::kernel_object& lock, thread_id t, bool shared, bool waited,
                          std::uint32_t event) {
  auto& held = held_[t];
  if (waited && edge_end_ <= most_edges) {
    for (const held_lock& from : held) {
      edge_end_ = edges_.take() + 1;
      edge& e = edges_[edge_end_ - 1];
      e.from = from.lock;
      e.to = &lock;
      e.thread = t;
      e.from_event = from.event;
      e.to_event = event;
      e.gate_count = 0;
      for (const held_lock& gate : held)
        if (&gate != &from && !gate.shared && e.gate_count < most_gates) e.gates[e.gate_count++] = gate.lock;
      e.life.assign(life_[t]);
    }
  }
  held.push_back({&lock, event, shared});
}

void lock_order::released(const engine::kernel_object& lock, thread_id t) noexcept {
  auto& held = held_[t];
  for (std::size_t i = held.size(); i-- != 0;) {
    if (held[i].lock != &lock) continue;
    held.erase(held.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

bool lock_order::can_meet(const edge& a, const edge& b) const noexcept {
  if (a.thread == b.thread) return false;
  if (b.life.at(a.thread) >= a.life.at(a.thread) || a.life.at(b.thread) >= b.life.at(b.thread)) return false;
  const auto* const end = a.gates.begin() + a.gate_count;
  return std::none_of(b.gates.begin(), b.gates.begin() + b.gate_count,
                      [&](const auto* gate) { return std::find(a.gates.begin(), end, gate) != end; });
}

void lock_order::extend(finding_list& warnings, std::vector<std::uint32_t>& path) {
  const edge& first = edges_[path.front()];
  const edge& last = edges_[path.back()];
  if (path.size() > 1 && last.to == first.from) {
    engine::finding* f = warnings.add(engine::finding_kind::lock_inversion, first.from->address);
    if (f == nullptr) return;
    for (const std::uint32_t i : path) {
      add_lock(*f, edges_[i].thread, edges_[i].from_event, *edges_[i].from);
      add_lock(*f, edges_[i].thread, edges_[i].to_event, *edges_[i].to);
    }
    return;
  }
  constexpr std::size_t longest = 4;
  if (path.size() == longest) return;
  // Every cycle once: it begins with its edge of lowest number.
  for (std::uint32_t i = path.front() + 1; i < edge_end_; ++i) {
    if (edges_[i].from != last.to) continue;
    if (!std::ranges::all_of(path, [&](std::uint32_t j) { return can_meet(edges_[j], edges_[i]); })) continue;
    path.push_back(i);
    extend(warnings, path);
    path.pop_back();
  }
}

void lock_order::find_inversions(finding_list& warnings) {
  if (edge_end_ < 3) return;
  for (std::uint32_t i = 1; i < edge_end_; ++i) {
    path_.assign(1, i);
    extend(warnings, path_);
  }
}

}  // namespace selvage::detect
