#include "tests/unit/detect/random_programs.h"

#include <stdexcept>

namespace selvage::tests {
namespace {

constexpr std::array orders{__ATOMIC_RELAXED, __ATOMIC_ACQUIRE, __ATOMIC_RELEASE, __ATOMIC_ACQ_REL, __ATOMIC_SEQ_CST};

bool acquires(int o) { return o == __ATOMIC_ACQUIRE || o == __ATOMIC_ACQ_REL || o == __ATOMIC_SEQ_CST; }
bool releases(int o) { return o == __ATOMIC_RELEASE || o == __ATOMIC_ACQ_REL || o == __ATOMIC_SEQ_CST; }

bool is_atomic(const event& e) {
  return e.what == act::atomic_load || e.what == act::atomic_store || e.what == act::atomic_add ||
         e.what == act::compare_exchange;
}
bool changes(const event& e) {
  return e.what == act::atomic_store || e.what == act::atomic_add || (e.what == act::compare_exchange && e.done);
}
bool reads_and_changes(const event& e) { return changes(e) && e.what != act::atomic_store; }
bool is_access(const event& e) { return is_atomic(e) || e.what == act::read || e.what == act::write; }
bool writes(const event& e) { return e.what == act::write || changes(e); }

class ground_truth {
 public:
  explicit ground_truth(const std::vector<event>& trace) : trace_(trace), before_(trace.size()) {
    if (trace.size() > 64) throw std::length_error("a trace of more than 64 events");
    for (std::size_t j = 0; j < trace.size(); ++j) {
      program_order(j);
      if (is_atomic(trace[j])) atomics(j);
      if (trace[j].what == act::fence && acquires(trace[j].order))
        for (std::size_t r = 0; r < j; ++r)
          if (is_atomic(trace[r]) && trace[r].thread == trace[j].thread && trace[r].what != act::atomic_store)
            add(j, sources(r));
      locks(j);
    }
  }

  [[nodiscard]] std::uint32_t races() const {
    std::uint32_t granules = 0;
    for (std::size_t j = 0; j < trace_.size(); ++j)
      for (std::size_t i = 0; i < j; ++i)
        if (conflict(trace_[i], trace_[j]) && (before_[j] >> i & 1) == 0)
          for (unsigned b = 0; b < shared_bytes; ++b)
            if (touches(trace_[i], b) && touches(trace_[j], b)) granules |= 1U << (b / 8);
    return granules;
  }

 private:
  using set = std::uint64_t;

  static bool touches(const event& e, unsigned byte) { return byte >= e.place && byte < unsigned{e.place} + e.size; }
  static bool conflict(const event& a, const event& b) {
    return is_access(a) && is_access(b) && a.thread != b.thread && (writes(a) || writes(b)) &&
           !(is_atomic(a) && is_atomic(b));
  }

  void add(std::size_t j, set sources) {
    for (std::size_t i = 0; i < j; ++i)
      if ((sources >> i & 1) != 0) before_[j] |= before_[i] | set{1} << i;
  }

  void program_order(std::size_t j) {
    for (std::size_t i = 0; i < j; ++i)
      if (trace_[i].thread == trace_[j].thread) add(j, set{1} << i);
  }

  // The last change of the same object before event `r`, unless a plain write has made another object there since.
  [[nodiscard]] int reads_from(std::size_t r) const {
    for (std::size_t i = r; i-- != 0;) {
      if (trace_[i].what == act::write && touches(trace_[i], trace_[r].place)) return -1;
      if (changes(trace_[i]) && trace_[i].place == trace_[r].place) return static_cast<int>(i);
    }
    return -1;
  }

  // What synchronises with an acquire that has read what event `r` read: the heads of the release sequences, and the
  // release fences before them.
  [[nodiscard]] set sources(std::size_t r) const {
    set found = 0;
    for (int x = reads_from(r); x >= 0; x = reads_from(static_cast<std::size_t>(x))) {
      const event& head = trace_[static_cast<std::size_t>(x)];
      if (releases(head.order)) found |= set{1} << x;
      for (int f = 0; f < x; ++f) {
        const event& fence = trace_[static_cast<std::size_t>(f)];
        if (fence.what == act::fence && fence.thread == head.thread && releases(fence.order)) found |= set{1} << f;
      }
      if (!reads_and_changes(head)) break;
    }
    return found;
  }

  void atomics(std::size_t j) {
    if (trace_[j].what != act::atomic_store && acquires(trace_[j].order)) add(j, sources(j));
  }

  void locks(std::size_t j) {
    const event& e = trace_[j];
    const bool taken =
        !e.released && (e.what == act::locked || e.what == act::read_locked || e.what == act::write_locked);
    for (std::size_t i = 0; i < j; ++i) {
      const event& f = trace_[i];
      const bool given = f.released;
      if (taken && given && e.what == act::locked && f.what == act::locked) add(j, set{1} << i);
      if (taken && given && e.what == act::write_locked && (f.what == act::write_locked || f.what == act::read_locked))
        add(j, set{1} << i);
      if (taken && given && e.what == act::read_locked && f.what == act::write_locked) add(j, set{1} << i);
      if (e.what == act::try_wait && e.done && f.what == act::post) add(j, set{1} << i);
    }
  }

  const std::vector<event>& trace_;
  std::vector<set> before_;
};

}  // namespace

random_program make_program(std::mt19937& random) {
  const auto below = [&random](unsigned n) { return static_cast<unsigned>(random() % n); };
  random_program p(2 + below(2));
  for (thread_operations& t : p) {
    const unsigned length = 2 + below(5);
    for (unsigned i = 0; i < length; ++i) {
      operation o;
      o.what = static_cast<act>(below(12));
      o.order = orders[below(orders.size())];
      const bool atomic = o.what == act::atomic_load || o.what == act::atomic_store || o.what == act::atomic_add ||
                          o.what == act::compare_exchange;
      o.size = atomic ? 4 : static_cast<std::uint8_t>(1U << below(4));
      // Two atomic objects in one granule, plain data in others, and sometimes both in the same place.
      const unsigned span = atomic ? 8 : below(4) == 0 ? 8 : shared_bytes;
      o.place = static_cast<std::uint8_t>(below(span / o.size) * o.size);
      if (!atomic && span != 8 && o.place < 8) o.place = static_cast<std::uint8_t>(o.place + 8);
      if (o.what == act::atomic_load && !acquires(o.order)) o.order = __ATOMIC_RELAXED;
      if (o.what == act::atomic_load && o.order == __ATOMIC_ACQ_REL) o.order = __ATOMIC_ACQUIRE;
      if (o.what == act::atomic_store && !releases(o.order)) o.order = __ATOMIC_RELAXED;
      if (o.what == act::atomic_store && o.order == __ATOMIC_ACQ_REL) o.order = __ATOMIC_RELEASE;
      t.push_back(o);
    }
  }
  return p;
}

std::uint32_t racing_granules(const std::vector<event>& trace) { return ground_truth(trace).races(); }

}  // namespace selvage::tests
