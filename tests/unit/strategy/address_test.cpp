// What strategies do follows from seed and index alone: not from where objects are, which differs from run to run.

#include <cppunit/extensions/HelperMacros.h>

#include <array>
#include <string>
#include <vector>

#include "src/strategy/strategies.h"

namespace {

using namespace selvage;

/// Two threads, each with a few operations on several objects.
class race {
 public:
  static constexpr std::size_t operations = 9;

  explicit race(std::array<const void*, 3> objects) : objects_(objects) {}

  std::vector<engine::thread_id> schedule(engine::strategy& s, std::uint64_t index) const {
    std::vector<engine::thread_id> picked;
    std::array<std::uint32_t, 3> points{};
    std::array<engine::pending_op, 3> pending{};
    if (!s.begin(index)) return picked;
    s.spawned(0, engine::no_thread);
    s.spawned(1, 0);
    s.spawned(2, 0);
    s.finished(0, 1);
    engine::thread_id current = 1;
    for (std::uint64_t step = 0;; ++step) {
      std::vector<engine::thread_id> enabled;
      for (const engine::thread_id t : {engine::thread_id{1}, engine::thread_id{2}}) {
        if (points[t] == operations) continue;
        enabled.push_back(t);
        pending[t] = {engine::op_kind::atomic_store, 4, objects_[(points[t] * t) % objects_.size()]};
      }
      if (enabled.empty()) break;
      if (enabled.size() == 2) {
        current = s.pick({.enabled = enabled,
                          .pending = pending,
                          .points = points,
                          .current = current,
                          .current_enabled = true,
                          .step = step});
        picked.push_back(current);
      } else {
        current = enabled.front();
      }
      if (++points[current] == operations) s.finished(current, operations);
    }
    s.end();
    return picked;
  }

 private:
  std::array<const void*, 3> objects_;
};

class address_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(address_test);
  CPPUNIT_TEST(schedules_do_not_depend_on_addresses);
  CPPUNIT_TEST_SUITE_END();

 public:
  void schedules_do_not_depend_on_addresses() {
    const std::array<int, 3> memory{};
    const race upwards({&memory[0], &memory[1], &memory[2]});
    const race downwards({&memory[2], &memory[1], &memory[0]});
    for (const auto& e : strategy::all()) {
      const auto one = e.make({.seed = 3, .preemption_bound = 2});
      const auto other = e.make({.seed = 3, .preemption_bound = 2});
      if (one->wants_profile()) {
        upwards.schedule(*one, engine::profile_index);
        downwards.schedule(*other, engine::profile_index);
      }
      for (std::uint64_t i = 0; i < 200; ++i)
        CPPUNIT_ASSERT_MESSAGE(std::string(e.name), upwards.schedule(*one, i) == downwards.schedule(*other, i));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(address_test);

}  // namespace
