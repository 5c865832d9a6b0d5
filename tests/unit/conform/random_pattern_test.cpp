#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/catalogue.h"
#include "model/label_text.h"
#include "model/with_machine.h"
#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using model::label;
using model::label_kind;

const label quiet = history().quiet().labels().front();

/// The relation as spec/conformance.md writes it, set by set, with nothing clever: the measure of the checker.
template <model::pattern Machine>
class by_definition {
 public:
  using state = typename Machine::state;

  explicit by_definition(const Machine& m) : machine_(m), after_{m.initial()} { close(); }

  bool step(const label& l) {
    std::vector<state> next;
    for (state s : after_) {
      if (l.kind == label_kind::quiescent ? rests(s, l.result != 0) : machine_.take(s, l)) next.push_back(s);
    }
    after_ = std::move(next);
    close();
    return !after_.empty();
  }

 private:
  bool rests(const state& s, bool final) const {
    std::vector<model::output> due;
    machine_.outputs(s, due);
    std::vector<model::pattern_step<state>> steps;
    machine_.steps(s, steps);
    return due.empty() &&
           std::ranges::all_of(steps, [=](const auto& step) { return step.time ? !final : step.environment; });
  }

  void close() {
    std::unordered_map<std::uint64_t, std::vector<state>> seen;
    std::vector<state> all;
    std::vector<model::pattern_step<state>> steps;
    while (!after_.empty()) {
      const state s = after_.back();
      after_.pop_back();
      auto& alike = seen[model::hash_bytes(s)];
      if (std::ranges::find(alike, s) != alike.end()) continue;
      alike.push_back(s);
      all.push_back(s);
      steps.clear();
      machine_.steps(s, steps);
      for (const auto& st : steps) after_.push_back(st.next);
    }
    after_ = std::move(all);
  }

  const Machine& machine_;
  std::vector<state> after_;
};

/// Histories that the patterns' machines make, at random but always the same, and the same with one label altered.
class random_patterns : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(random_patterns);
  CPPUNIT_TEST(are_judged_by_the_definition);
  CPPUNIT_TEST_SUITE_END();

  std::mt19937 random_{20260101};
  std::size_t refused_{};
  std::size_t accepted_{};

  std::size_t draw(std::size_t bound) { return random_() % bound; }

  template <model::pattern Machine>
  std::vector<label> walk(const Machine& m, const std::vector<label>& calls) {
    std::vector<label> history;
    auto s = m.initial();
    std::vector<model::pattern_step<typename Machine::state>> steps;
    std::vector<model::output> due;
    std::vector<label> running;  // callbacks
    std::size_t left = 5;
    for (int i = 0; i < 60; ++i) {
      due.clear();
      m.outputs(s, due);
      std::vector<label> visible;
      for (const auto& o : due) visible.push_back(o.shown);
      if (left > 0) {
        visible.push_back(calls[draw(calls.size())]);
        visible.back().thread = static_cast<std::uint8_t>(draw(2));
      }
      for (label ends : running) {
        ends.kind = label_kind::callback_end;
        visible.push_back(ends);
      }
      steps.clear();
      m.steps(s, steps);
      if (due.empty() && std::ranges::all_of(steps, [](const auto& step) { return step.environment; }))
        visible.push_back(quiet);
      const std::size_t choice = draw(visible.size() + steps.size() + 1);
      if (choice < visible.size()) {
        const label& l = visible[choice];
        if (l.kind != label_kind::quiescent && !m.take(s, l)) continue;
        if (l.kind == label_kind::call) --left;
        if (l.kind == label_kind::callback_begin) running.push_back(l);
        if (l.kind == label_kind::callback_end)
          std::erase_if(running, [&](const label& r) { return r.thread == l.thread; });
        history.push_back(l);
      } else if (choice - visible.size() < steps.size()) {
        s = steps[choice - visible.size()].next;
      }
    }
    return history;
  }

  void alter(std::vector<label>& h) {
    if (h.empty()) return;
    const std::size_t at = draw(h.size());
    switch (draw(4)) {
      case 0:
        h.insert(h.begin() + static_cast<std::ptrdiff_t>(at), quiet);
        break;
      case 1:
        h.erase(h.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 2:
        std::swap(h[at], h[draw(h.size())]);
        break;
      default:
        h[at].result = h[at].result == outcome::ok ? outcome::yes : outcome::ok;
    }
  }

  static std::vector<std::string> sorted(std::vector<std::string> lines) {
    std::ranges::sort(lines);
    return lines;
  }

  static std::string told(const std::vector<object_spec>& objects, const std::vector<label>& h, const label& at) {
    std::string text = std::to_string(objects.size()) + " objects, the last is a " +
                       std::string(model::info(objects.back().kind).name);
    for (const label& l : h) text += (&l == &at ? "\n* " : "\n  ") + model::label_text(l, objects.size());
    return text;
  }

  template <model::pattern Machine>
  void judge(const Machine& m, const std::vector<object_spec>& objects) {
    const auto calls = model::all_calls(objects);
    std::vector<std::unique_ptr<checker>> all;
    for (const effort most : efforts) all.push_back(together(objects, "strict", most));
    all.push_back(together(objects));
    for (int i = 0; i < 150; ++i) {
      auto h = walk(m, calls);
      for (const auto& c : all) {
        c->restart();
        for (const label& l : h) CPPUNIT_ASSERT(c->step(l));
      }
      alter(h);
      by_definition<Machine> truth(m);
      for (const auto& c : all) c->restart();
      bool ok = true;
      for (const label& l : h) {
        ok = truth.step(l);
        for (const auto& c : all) {
          if (c->step(l) != ok) CPPUNIT_FAIL(told(objects, h, l));
        }
        if (!ok) break;
      }
      for (const auto& c : all) CPPUNIT_ASSERT(sorted(c->states()) == sorted(all.back()->states()));
      ++(ok ? accepted_ : refused_);
    }
  }

  void are_judged_by_the_definition() {
    for (const model::machine_entry& e : model::machines()) {
      for (const auto& objects : e.variants) {
        model::with_machine(objects, *model::profile_named("strict"), [&]<class Machine>(const Machine& m) {
          if constexpr (model::pattern<Machine>) judge(m, objects);
        });
      }
    }
    CPPUNIT_ASSERT(refused_ > 300 && accepted_ > 200);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(random_patterns);

}  // namespace
}  // namespace selvage::conform::test
