#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <random>
#include <vector>

#include "model/catalogue.h"
#include "tests/unit/conform/history.h"

namespace selvage::conform::test {
namespace {

using model::label;
using model::label_kind;
using model::machine;
using model::state;

/// The relation as spec/conformance.md writes it, set by set, with nothing clever: the measure of the checker.
class by_definition {
 public:
  explicit by_definition(const machine& m) : machine_(m), after_{m.initial()} { close(); }

  bool step(const label& l) {
    std::vector<state> next;
    for (state s : after_) {
      if (machine_.take(s, l)) next.push_back(s);
    }
    after_ = std::move(next);
    close();
    return !after_.empty();
  }

 private:
  void close() {
    std::vector<model::step> steps;
    std::vector<state> all;
    while (!after_.empty()) {
      const state s = after_.back();
      after_.pop_back();
      if (std::ranges::find(all, s) != all.end()) continue;
      all.push_back(s);
      steps.clear();
      machine_.steps(s, steps);
      for (const model::step& st : steps) after_.push_back(st.next);
    }
    after_ = std::move(all);
  }

  const machine& machine_;
  std::vector<state> after_;
};

/// Histories that the machine itself makes, at random but always the same, and histories with one label altered.
class random_histories : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(random_histories);
  CPPUNIT_TEST(of_the_machine_are_accepted_and_altered_ones_judged_by_the_definition);
  CPPUNIT_TEST_SUITE_END();

  std::mt19937 random_{20260101};

  std::size_t draw(std::size_t bound) { return random_() % bound; }

  std::vector<label> walk(const machine& m, const std::vector<label>& calls, std::size_t threads) {
    std::vector<label> history;
    state s = m.initial();
    std::vector<model::step> steps;
    std::size_t left = 6;
    for (int i = 0; i < 60; ++i) {
      std::vector<label> visible;
      for (std::uint8_t t = 0; t < threads; ++t) {
        const model::pending_call& c = s.threads[t];
        label l;
        l.thread = t;
        l.op = c.op;
        if (c.at == model::phase::idle && left > 0) {
          l = calls[draw(calls.size())];
          l.thread = t;
          visible.push_back(l);
        } else if (c.at == model::phase::done) {
          l.kind = label_kind::ret;
          l.result = c.result;
          visible.push_back(l);
        } else if (c.at == model::phase::releasing) {
          l.kind = label_kind::released;
          l.object_count = 1;
          l.objects[0] = c.releasing;
          visible.push_back(l);
        }
      }
      if (machine::quiescent(s, false)) visible.push_back(history_quiet());
      steps.clear();
      m.steps(s, steps);
      const std::size_t choice = draw(visible.size() + steps.size() + 1);
      if (choice < visible.size()) {
        CPPUNIT_ASSERT(m.take(s, visible[choice]));
        if (visible[choice].kind == label_kind::call) --left;
        history.push_back(visible[choice]);
      } else if (choice - visible.size() < steps.size()) {
        s = steps[choice - visible.size()].next;
      }
    }
    return history;
  }

  static label history_quiet() { return history().quiet().labels().front(); }

  void alter(std::vector<label>& h) {
    if (h.empty()) return;
    const std::size_t at = draw(h.size());
    constexpr std::array<std::int16_t, 4> results{outcome::ok, outcome::timed_out, outcome::object_disposed, 1};
    switch (draw(4)) {
      case 0:
        h.insert(h.begin() + static_cast<std::ptrdiff_t>(at), history_quiet());
        break;
      case 1:
        h.erase(h.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 2:
        std::swap(h[at], h[draw(h.size())]);
        break;
      default: {
        const auto ret = std::ranges::find_if(h.begin() + static_cast<std::ptrdiff_t>(at), h.end(),
                                              [](const label& l) { return l.kind == label_kind::ret; });
        if (ret != h.end()) ret->result = results[draw(results.size())];
      }
    }
  }

  void of_the_machine_are_accepted_and_altered_ones_judged_by_the_definition() {
    std::size_t refused = 0;
    std::size_t accepted = 0;
    for (const model::machine_entry& e : model::machines()) {
      if (e.bit > model::machine_bit::multiple) continue;  // machines over states of their own
      for (const auto& objects : e.variants) {
        for (const char* profile : {"strict", "mono"}) {
          const machine m(objects, *model::profile_named(profile));
          const auto calls = model::all_calls(objects);
          const auto c = together(objects, profile);
          for (int i = 0; i < 400; ++i) {
            auto h = walk(m, calls, objects.size() > 1 ? 2 : 3);
            c->restart();
            for (const label& l : h) CPPUNIT_ASSERT(c->step(l));
            alter(h);
            by_definition truth(m);
            c->restart();
            bool ok = true;
            for (const label& l : h) {
              const bool expected = truth.step(l);
              ok = c->step(l);
              CPPUNIT_ASSERT_EQUAL(expected, ok);
              if (!ok) break;
            }
            ++(ok ? accepted : refused);
            if (ok) continue;
            const finding f = c->explain();
            CPPUNIT_ASSERT(f.verdict == verdict::misuse || !f.clause.empty());
            CPPUNIT_ASSERT(f.clause.empty() || !f.text.empty());
            CPPUNIT_ASSERT(!f.detail.empty());
          }
        }
      }
    }
    CPPUNIT_ASSERT(refused > 1000 && accepted > 1000);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(random_histories);

}  // namespace
}  // namespace selvage::conform::test
