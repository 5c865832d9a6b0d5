#include "src/order/weak_memory.h"

#include "src/engine/runtime.h"

namespace selvage::order {
namespace {

using engine::op_kind;
using engine::rt;

constexpr std::uint8_t most_old_values = 3;  // in a row, of one object for one thread

constexpr bool is_sc(int order) noexcept { return order == __ATOMIC_SEQ_CST; }

thread_id running() noexcept { return rt.current->id; }
thread_id viewer(thread_id t) noexcept { return static_cast<thread_id>(t + 1); }

}  // namespace

// ---- values ----

std::size_t weak_memory::readable(store_history& h, int order) noexcept {
  const thread_id t = running();
  const vector_clock& view = views_.of(viewer(t));
  const std::uint32_t fenced = view.at(0);
  if (h.patience(t) >= most_old_values) return 1;
  const auto bounds = [&](const stored_value& v) {
    if (v.known(view) || (v.sc != 0 && v.sc <= fenced)) return true;
    return is_sc(order) && (v.sc != 0 || v.known(fences_));
  };
  std::size_t n = 1;
  while (n < h.count() && !bounds(h.back(n - 1))) ++n;
  return n;
}

void weak_memory::read(stored_value& v, int order) noexcept {
  const thread_id t = running();
  const thread_id viewer_id = viewer(t);
  if (v.readers.at(viewer_id) == 0) v.readers.set(viewer_id, views_.of(viewer_id).at(viewer_id));
  if (is_sc(order)) {
    ++sc_;
    if (v.sc == 0) v.sc = sc_;
  }
  happens_before_.take_in(t, v.carried.entries(), order);
  views_.take_in(viewer_id, v.carried_view.entries(), order);
}

std::uint64_t weak_memory::read_back(store_history& h, std::size_t back, int order) noexcept {
  stored_value& v = h.back(back);
  read(v, order);
  memory_model::atomic(op_kind::atomic_load, h.address(), h.size(), order);
  auto& patience = h.patience(running());
  if (back == 0) {
    patience = 0;
  } else {
    ++patience;
    const stored_value& missed = h.back(back - 1);
    read_old({.address = h.address(),
              .size = h.size(),
              .value = v.value,
              .newer = static_cast<std::uint32_t>(back),
              .writer = static_cast<thread_id>(missed.writer - 1),
              .event = missed.event});
  }
  return v.value;
}

/// `goes_on`: with the release sequence of the value that it replaces.
void weak_memory::write(store_history& h, std::uint64_t value, int order, bool goes_on) noexcept {
  const thread_id t = running();
  const thread_id viewer_id = viewer(t);
  stored_value* const before = goes_on ? &h.back(0) : nullptr;
  stored_value& v = h.push(value);
  v.writer = viewer_id;
  v.event = events();
  v.epoch = views_.of(viewer_id).at(viewer_id);
  v.carried.assign(happens_before_.handed_on(t, order));
  v.carried_view.assign(views_.handed_on(viewer_id, order));
  if (before != nullptr) {
    v.carried.join(before->carried);
    v.carried_view.join(before->carried_view);
  }
  h.patience(t) = 0;
  if (is_sc(order)) v.sc = ++sc_;
  if (!releases(order)) return;
  happens_before_.advance(t);
  views_.advance(viewer_id);
}

std::uint64_t weak_memory::load(const void* a, std::size_t size, int order, std::uint64_t held) noexcept {
  store_history& h = histories_.at(a, size, held);
  return read_back(h, rt.draw(static_cast<std::uint32_t>(readable(h, order))), order);
}

void weak_memory::store(const void* a, std::size_t size, int order, std::uint64_t held, std::uint64_t value) noexcept {
  store_history& h = histories_.at(a, size, held);
  memory_model::atomic(op_kind::atomic_store, a, size, order);
  write(h, value, order, false);
}

void weak_memory::update(const void* a, std::size_t size, int order, std::uint64_t held, std::uint64_t value) noexcept {
  store_history& h = histories_.at(a, size, held);
  read(h.back(0), order);
  memory_model::atomic(op_kind::atomic_rmw, a, size, order);
  write(h, value, order, true);
}

std::uint64_t weak_memory::compare_exchange(const void* a, std::size_t size, std::uint64_t expected,
                                            std::uint64_t desired, int success, int failure,
                                            std::uint64_t held) noexcept {
  store_history& h = histories_.at(a, size, held);
  // An old value that is the expected one cannot be replaced: it is not read.
  const std::size_t readable = this->readable(h, failure);
  std::array<std::uint32_t, store_history::most> choices{};
  std::uint32_t count = 1;
  for (std::uint32_t back = 1; back < readable; ++back)
    if (h.back(back).value != expected) choices[count++] = back;
  const auto back = choices[rt.draw(count)];
  if (back == 0 && held == expected) {
    update(a, size, success, held, desired);
    return held;
  }
  return read_back(h, back, failure);
}

/// Of objects too large for a history: they have one value.
void weak_memory::atomic(op_kind k, const void* a, std::size_t size, int order) noexcept {
  store_history& h = histories_.at(a, size, 0);
  if (k != op_kind::atomic_store) read(h.back(0), order);
  memory_model::atomic(k, a, size, order);
  if (k == op_kind::atomic_load) return;
  write(h, 0, order, k == op_kind::atomic_rmw);
}

void weak_memory::fence(int order) noexcept {
  const thread_id t = running();
  happens_before_.fence(t, order);
  if (is_sc(order)) {
    const thread_id v = viewer(t);
    views_.fence(v, __ATOMIC_ACQUIRE);
    views_.of(v).join(fences_);
    views_.of(v).set(0, ++sc_);
    fences_.join(views_.of(v));
    views_.fence(v, __ATOMIC_RELEASE);
  } else {
    views_.fence(viewer(t), order);
  }
  memory_model::fence(order);
}

void weak_memory::plain(op_kind k, const void* a, std::size_t size) noexcept {
  if (k == op_kind::plain_write) histories_.forget(a, size);
  memory_model::plain(k, a, size);
}

void weak_memory::allocated(void* p, std::size_t size) noexcept {
  histories_.forget(p, size);
  memory_model::allocated(p, size);
}

// ---- clients ----

// In views alone: that a call ended before another began is no reason why their accesses could not race.
void weak_memory::publishes() noexcept {
  const thread_id v = viewer(running());
  published_.join(views_.of(v));
  views_.advance(v);
}

void weak_memory::begins_call() noexcept { views_.of(viewer(running())).join(published_); }

void weak_memory::rests() noexcept {
  for (thread_id t = 0; t < rt.thread_count(); ++t) published_.join(views_.of(viewer(t)));
  for (thread_id t = 0; t < rt.thread_count(); ++t) {
    views_.of(viewer(t)).join(published_);
    views_.advance(viewer(t));
  }
}

// ---- threads and objects ----

void weak_memory::begins() noexcept {
  happens_before_.begin();
  views_.begin();
  fences_.clear();
  published_.clear();
  sc_ = 0;
  histories_.forget_all();
  memory_model::begins();
}

void weak_memory::spawned(engine::thread_id child, engine::thread_id parent) noexcept {
  happens_before_.spawned(child, parent);
  views_.spawned(viewer(child), parent == engine::no_thread ? parent : viewer(parent));
  memory_model::spawned(child, parent);
}

void weak_memory::joined(engine::thread_id t, engine::thread_id finished) noexcept {
  happens_before_.joined(t, finished);
  views_.joined(viewer(t), viewer(finished));
  memory_model::joined(t, finished);
}

void weak_memory::acquired(engine::kernel_object& o, engine::hold how) noexcept {
  happens_before_.acquired(o, how, running());
  views_.acquired(o, how, viewer(running()));
  memory_model::acquired(o, how);
}

void weak_memory::released(engine::kernel_object& o, engine::hold how) noexcept {
  memory_model::released(o, how);
  happens_before_.released(o, how, running());
  views_.released(o, how, viewer(running()));
}

void weak_memory::sleeps(op_kind k, engine::kernel_object* o) noexcept {
  // The kernel has compared the word with its newest value.
  if (k == op_kind::futex_wait && o != nullptr) {
    if (auto* h = histories_.lookup(o->address); h != nullptr && h->count() != 0) read(h->back(0), __ATOMIC_RELAXED);
  }
  memory_model::sleeps(k, o);
}

}  // namespace selvage::order
