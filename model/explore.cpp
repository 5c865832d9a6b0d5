#include "model/explore.h"

#include <algorithm>
#include <stdexcept>

#include "model/invariants.h"
#include "model/point_store.h"

namespace selvage::model {
namespace {

/// A move from one point to the next, with its text only where somebody asks.
struct move {
  point to;
  enum class kind : std::uint8_t { call, output, internal } what{};
  std::uint8_t thread{};
  label l;
  transition via{};
};

class explorer {
 public:
  explorer(const machine& m, const client& c, const step_function& steps)
      : machine_(m), client_(c), steps_of_(steps), store_(c.threads, m.objects().count) {}

  exploration run(std::uint64_t max_states) {
    exploration result;
    point start;
    start.s = machine_.initial();
    for (std::size_t t = 0; t < client_.threads; ++t) start.left[t] = static_cast<std::uint8_t>(client_.operations);
    store_.add(start, nobody);
    std::vector<move> moves;
    for (std::uint32_t id = 0; id < store_.size(); ++id) {
      if (store_.size() > max_states) {
        result.states = store_.size();
        return result;
      }
      const point n = store_.get(id);
      moves.clear();
      std::optional<invariant> broken = expand(n, moves);
      if (broken) return report(result, *broken, id, nullptr);
      for (const move& mv : moves) {
        ++result.transitions;
        if (mv.what == move::kind::internal) {
          broken = broken_by_step(machine_, n.s, n.before, {mv.to.s, mv.via, mv.thread, step_kind::internal});
          if (broken) return report(result, *broken, id, &mv);
        }
        store_.add(mv.to, id);
      }
    }
    result.states = store_.size();
    result.complete = true;
    return result;
  }

 private:
  std::optional<invariant> expand(const point& n, std::vector<move>& moves) {
    scratch_.clear();
    if (steps_of_) {
      steps_of_(n.s, scratch_);
    } else {
      machine_.steps(n.s, scratch_);
    }
    const auto broken = broken_by_state(machine_, n.s, n.before, scratch_);
    for (const step& taken : scratch_) {
      moves.push_back(
          {{taken.next, n.left, remember(n.s, n.before, taken)}, move::kind::internal, taken.thread, {}, taken.via});
    }
    for (std::size_t t = 0; t < client_.threads; ++t) outward(n, t, moves);
    return broken;
  }

  /// Calls, returns and releases of one thread.
  void outward(const point& n, std::size_t t, std::vector<move>& moves) const {
    const pending_call& c = n.s.threads[t];
    const auto thread = static_cast<std::uint8_t>(t);
    label l;
    l.thread = thread;
    l.op = c.op;
    if (c.at == phase::idle && n.left[t] > 0) {
      for (label call : client_.calls) {
        call.thread = thread;
        move mv{n, move::kind::call, thread, call, {}};
        if (!machine_.take(mv.to.s, call)) continue;
        --mv.to.left[t];
        moves.push_back(mv);
      }
      return;
    }
    if (c.at == phase::done) {
      l.kind = label_kind::ret;
      l.result = c.result;
    } else if (c.at == phase::releasing) {
      l.kind = label_kind::released;
      l.objects[0] = c.releasing;
    } else {
      return;
    }
    move mv{n, move::kind::output, thread, l, {}};
    if (!machine_.take(mv.to.s, l)) return;
    if (l.kind == label_kind::released) mv.to.before[c.releasing].released = true;
    moves.push_back(mv);
  }

  static std::string text(const move& mv) {
    std::string line = "thread " + std::to_string(mv.thread);
    if (mv.what == move::kind::internal) return line + ": " + std::string(info(mv.via).name);
    if (mv.l.kind == label_kind::released)
      return line + " releases the resource of object " + std::to_string(mv.l.objects[0]);
    if (mv.l.kind == label_kind::ret) return line + " returns " + describe_result(mv.l.op, mv.l.result);
    line += " calls " + std::string(name(mv.l.op)) + "(";
    for (std::size_t i = 0; i < mv.l.object_count; ++i) line += (i == 0 ? "" : ", ") + std::to_string(mv.l.objects[i]);
    return line + ")";
  }

  exploration& report(exploration& result, invariant broken, std::uint32_t id, const move* last) {
    const invariant_info& what = invariants()[static_cast<std::size_t>(broken)];
    broken_invariant b{std::string(what.name), std::string(what.clause), {}};
    std::vector<std::uint32_t> ids;
    for (std::uint32_t i = id; i != nobody; i = store_.parent(i)) ids.push_back(i);
    std::ranges::reverse(ids);
    // Threads keep their numbers along the printed path: follow real points to the stored, reordered ones.
    point real = store_.get(ids.front());
    std::vector<move> moves;
    for (std::size_t i = 1; i < ids.size(); ++i) {
      moves.clear();
      static_cast<void>(expand(real, moves));
      const auto found = std::ranges::find_if(moves, [&](const move& mv) { return store_.same(ids[i], mv.to); });
      b.path.push_back(text(*found));
      real = point(found->to);
    }
    if (last != nullptr) {
      moves.clear();
      static_cast<void>(expand(real, moves));
      point_store target(client_.threads, machine_.objects().count);
      target.add(last->to, nobody);
      const auto found = std::ranges::find_if(
          moves, [&](const move& mv) { return mv.what == last->what && mv.via == last->via && target.same(0, mv.to); });
      b.path.push_back(text(found == moves.end() ? *last : *found));
      real = found == moves.end() ? last->to : point(found->to);
    }
    b.path.push_back(machine_.describe(real.s));
    result.states = store_.size();
    result.broken = std::move(b);
    return result;
  }

  const machine& machine_;
  const client& client_;
  const step_function& steps_of_;
  point_store store_;
  std::vector<step> scratch_;
};

}  // namespace

exploration explore(const machine& m, const client& c, const step_function& steps, std::uint64_t max_states) {
  if (c.threads > max_threads) throw std::invalid_argument("a client has at most eight threads");
  explorer e(m, c, steps);
  return e.run(max_states);
}

}  // namespace selvage::model
