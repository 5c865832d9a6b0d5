#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <sstream>
#include <tuple>

#include "model/catalogue.h"
#include "model/pattern_drawing.h"
#include "model/safe_handle.h"
#include "model/with_machine.h"

namespace selvage::model {
namespace {

constexpr std::size_t most_references = 3;

/// Threads are alike: the waiting ones first, in one order.
state ordered(state s) {
  std::ranges::sort(s.threads, [](const pending_call& a, const pending_call& b) {
    const auto key = [](const pending_call& c) {
      return std::tuple(c.at == phase::idle, c.op, c.count, c.objects, c.timeout, c.held);
    };
    return key(a) < key(b);
  });
  return s;
}

struct by_bytes {
  bool operator()(const state& a, const state& b) const noexcept { return std::memcmp(&a, &b, sizeof(state)) < 0; }
};

/// What one operation came to.
struct outcome_of_call {
  state next;
  std::string text;    ///< what the caller got
  std::string others;  ///< what became of others
};

class drawing {
 public:
  drawing(const machine& m, std::vector<label> calls, std::size_t waiters)
      : machine_(m), calls_(std::move(calls)), waiters_(waiters) {}

  std::string text(std::string_view title) {
    visit(ordered(machine_.initial()));
    while (!work_.empty()) {
      const state s = work_.back();
      work_.pop_back();
      expand(s);
    }
    std::ostringstream out;
    out << "digraph \"" << title << "\" {\n  label=\"" << title << " (" << machine_.liberties().name
        << ")\";\n  node [shape=box, style=rounded, fontname=\"sans\"];\n  edge [fontname=\"sans\", fontsize=9];\n";
    for (const auto& [s, number] : numbers_) {
      out << "  s" << number << " [label=\"" << node_text(s) << "\"" << (number == 0 ? ", penwidth=2" : "") << "];\n";
    }
    for (const auto& [ends, texts] : edges_) {
      out << "  s" << ends.first << " -> s" << ends.second << " [label=\"";
      const char* separator = "";
      for (const std::string& t : texts) {
        out << separator << t;
        separator = "\\n";
      }
      out << "\"];\n";
    }
    out << "}\n";
    return out.str();
  }

 private:
  int visit(const state& s) {
    const auto [it, is_new] = numbers_.try_emplace(s, static_cast<int>(numbers_.size()));
    if (is_new) work_.push_back(s);
    return it->second;
  }

  static std::size_t waiting(const state& s) {
    return static_cast<std::size_t>(
        std::ranges::count_if(s.threads, [](const pending_call& c) { return c.at != phase::idle; }));
  }

  [[nodiscard]] bool worth_drawing(const state& s, const label& call) const {
    const bool waits = call.op == operation::wait || call.op == operation::wait_any || call.op == operation::wait_all ||
                       call.op == operation::signal_and_wait;
    if (waits && call.timeout_ms < 0 && waiting(s) >= waiters_) return false;
    return call.op != operation::add_ref || s.objects[call.objects[0]].references < most_references;
  }

  void expand(const state& from) {
    const int number = visit(from);
    for (label call : calls_) {
      if (!worth_drawing(from, call)) continue;
      call.thread = static_cast<std::uint8_t>(waiting(from));
      state begun = from;
      if (!machine_.take(begun, call)) continue;
      std::set<state, by_bytes> reached;
      for (const outcome_of_call& o : run(begun, call)) {
        reached.insert(ordered(o.next));
        edges_[{number, visit(ordered(o.next))}].insert(o.text);
      }
      for (const state& interrupted : interruptions(begun)) {
        for (const outcome_of_call& o : run(interrupted, call)) {
          if (reached.contains(ordered(o.next))) continue;
          edges_[{number, visit(ordered(o.next))}].insert(o.text + ", past an interrupted thread");
        }
      }
    }
  }

  /// The state with one waiting thread out of the waiters.
  [[nodiscard]] std::vector<state> interruptions(const state& s) const {
    std::vector<state> out;
    std::vector<step> steps;
    machine_.steps(s, steps);
    for (const step& st : steps) {
      if (st.kind == step_kind::environment) out.push_back(st.next);
    }
    return out;
  }

  /// Lets the call, and everything it sets going, come to rest in every possible way; the caller moves first.
  [[nodiscard]] std::vector<outcome_of_call> run(const state& begun, const label& call) const {
    std::vector<outcome_of_call> out;
    std::vector<outcome_of_call> stack{{begun, "", ""}};
    std::vector<step> steps;
    while (!stack.empty()) {
      outcome_of_call o = stack.back();
      stack.pop_back();
      if (machine::quiescent(o.next, false)) {
        o.text = finished(begun, o, call);
        out.push_back(o);
        continue;
      }
      if (output(o, call.thread)) {
        stack.push_back(o);
        continue;
      }
      steps.clear();
      machine_.steps(o.next, steps);
      std::erase_if(steps, [](const step& st) { return st.kind != step_kind::internal; });
      const bool caller_moves = std::ranges::any_of(steps, [&](const step& st) { return st.thread == call.thread; });
      const std::uint8_t first = caller_moves ? call.thread : steps.front().thread;
      // One thread after the other: the orders among them make no difference to where they come to rest.
      for (const step& st : steps) {
        if (st.thread == first) stack.push_back({st.next, o.text, o.others});
      }
    }
    return out;
  }

  /// Performs one output that is due.
  bool output(outcome_of_call& o, std::uint8_t caller) const {
    for (std::uint8_t t = 0; t < max_threads; ++t) {
      const pending_call c = o.next.threads[t];
      label l;
      l.thread = t;
      if (c.at == phase::releasing) {
        l.kind = label_kind::released;
        l.objects[0] = c.releasing;
        machine_.take(o.next, l);
        o.others += ", released";
        return true;
      }
      if (c.at == phase::done) {
        l.kind = label_kind::ret;
        l.result = c.result;
        machine_.take(o.next, l);
        const std::string result = describe_result(c.op, c.result);
        if (result != "ok") (t == caller ? o.text : o.others) += (t == caller ? " = " : " with ") + result;
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::string finished(const state& begun, const outcome_of_call& o, const label& call) const {
    std::string text(name(call.op));
    if (machine_.objects().count > 1) {
      text += "(";
      for (std::size_t i = 0; i < call.object_count; ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(call.objects[i]);
      text += ")";
    }
    const std::size_t before = waiting(begun) - 1;
    const std::size_t after = waiting(o.next);
    text += o.text;
    if (after > before) text += ": waits";
    if (after < before) text += ": releases " + std::to_string(before - after);
    return text + o.others;
  }

  [[nodiscard]] std::string node_text(const state& s) const {
    std::string text;
    const layout& l = machine_.objects();
    for (std::size_t o = 0; o < l.count; ++o) {
      const object_state& h = s.objects[o];
      if (o != 0) text += "\\n";
      if (l.spec[o].kind == object_kind::safe_handle) {
        text += "word " + std::to_string(safe_handle::word(h)) + "\\n" + std::to_string(h.references) + " ref";
      } else if (l.spec[o].kind == object_kind::duplicate) {
        text += "duplicate";
      } else {
        text += h.set ? "set" : "unset";
      }
      if (h.disposed && !h.closed) text += ", disposed";
      if (h.closed) text += ", closed";
    }
    if (l.count == 1) {
      if (waiting(s) > 0) text += "\\n" + std::to_string(waiting(s)) + " waiting";
      return text;
    }
    for (const pending_call& c : s.threads) {
      if (c.at != phase::idle) text += "\\n" + std::string(name(c.op)) + " waiting";
    }
    return text;
  }

  const machine& machine_;
  std::vector<label> calls_;
  std::size_t waiters_;
  std::map<state, int, by_bytes> numbers_;
  std::map<std::pair<int, int>, std::set<std::string>> edges_;
  std::vector<state> work_;
};

/// What is left of the calls when polls and what events do without the pattern are taken away.
std::vector<label> essential(std::vector<label> calls) {
  std::erase_if(calls, [](const label& c) {
    const bool of_event = info(c.op).of == family::events && c.op != operation::set;
    return of_event || c.timeout_ms == 0 || c.object_count > 1;
  });
  return calls;
}

/// What is left of the calls on several events when those on one are taken away, and of each pair one order.
std::vector<label> several(std::vector<label> calls) {
  std::erase_if(calls, [](const label& c) {
    const bool of_one = c.op == operation::wait || c.op == operation::close || c.op == operation::pulse;
    const bool again = c.object_count == 2 && (c.objects[0] >= c.objects[1] || c.timeout_ms == 0);
    return of_one || c.object_count == 0 || again;
  });
  return calls;
}

}  // namespace

std::string to_dot(const machine_entry& e, const profile& p, std::size_t waiters) {
  const auto& objects = e.variants.front();
  std::vector<label> calls = all_calls(objects);
  // A finite wait is a poll or an infinite wait, but for when it ends.
  std::erase_if(calls, [&](const label& c) { return c.timeout_ms > 0; });
  return with_machine(objects, p, [&]<class Machine>(const Machine& m) {
    if constexpr (pattern<Machine>) {
      return pattern_drawing(m, e.name, objects.size(), essential(calls), objects.size() > 1 ? 4 : 3);
    } else {
      std::size_t most = waiters;
      if (objects.size() > 1) {
        most = std::min<std::size_t>(most, 1);
        calls = several(calls);
      }
      return drawing(m, std::move(calls), std::min(most, max_threads - 1)).text(e.name);
    }
  });
}

}  // namespace selvage::model
