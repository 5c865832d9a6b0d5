#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "selvage/async/async_disposable.h"
#include "selvage/async/auto_reset_event.h"
#include "selvage/async/begin_invoke.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/manual_reset_value_task_source.h"
#include "selvage/async/thread_pool.h"

namespace selvage::async::test {
namespace {

/// Owns a registered wait, and operations that call it back. Counts what is called once its disposal is over.
class listener final : public async_disposable {
 public:
  listener(thread_pool& pool, event_wait_handle& event) : pool_(pool) {
    wait_ = pool.register_wait_for_single_object(event, [this](void*, bool) { called(); }, nullptr, false);
  }

  /// False once a disposal has begun.
  bool start_operation() {
    if (!try_begin_operation()) return false;
    (void)begin_invoke(pool_, [] { return 1; }, {.callback = [this](const std::shared_ptr<async_result_base>& result) {
                         called();
                         sum_ += end_invoke<int>(result);
                         end_operation();
                       }});
    return true;
  }

  [[nodiscard]] int late() const { return late_.load(); }
  [[nodiscard]] int calls() const { return calls_.load(); }
  [[nodiscard]] int sum() const { return sum_.load(); }

 private:
  void called() {
    ++calls_;
    if (over_.load()) ++late_;
  }

  void on_dispose() override {
    wait_.unregister_blocking();
    over_ = true;
  }

  // Waits for the last callback without a thread: another registration tells.
  value_task<> on_dispose_async() override {
    wait_.unregister(drained_);
    last_ =
        pool_.register_wait_for_single_object(drained_, [this](void*, bool) { told_.set_result(0); }, nullptr, true);
    co_await told_.task();
    over_ = true;
  }

  thread_pool& pool_;
  registered_wait_handle wait_;
  registered_wait_handle last_;
  manual_reset_event drained_{false};
  manual_reset_value_task_source<int> told_;
  std::atomic<bool> over_{false};
  std::atomic<int> calls_{0};
  std::atomic<int> late_{0};
  std::atomic<int> sum_{0};
};

class drain_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(drain_test);
  CPPUNIT_TEST(nothing_is_called_after_a_disposal);
  CPPUNIT_TEST(nothing_is_called_after_an_asynchronous_disposal);
  CPPUNIT_TEST_SUITE_END();

  template <class Dispose>
  static void drain(Dispose dispose) {
    for (int round = 0; round < 50; ++round) {
      thread_pool pool(2);
      auto_reset_event event(false);
      listener object(pool, event);
      int begun = 0;
      {
        std::jthread signals([&](const std::stop_token& stop) {
          while (!stop.stop_requested()) event.set();
        });
        while (begun < 20 && object.start_operation()) ++begun;
        dispose(object);
        CPPUNIT_ASSERT(!object.start_operation());
      }
      CPPUNIT_ASSERT_EQUAL(20, begun);
      CPPUNIT_ASSERT_EQUAL(begun, object.sum());
      const int calls = object.calls();
      event.set();
      std::this_thread::yield();
      CPPUNIT_ASSERT_EQUAL(calls, object.calls());
      CPPUNIT_ASSERT_EQUAL(0, object.late());
    }
  }

 public:
  void nothing_is_called_after_a_disposal() {
    drain([](listener& object) { object.dispose(); });
  }

  void nothing_is_called_after_an_asynchronous_disposal() {
    drain([](listener& object) { object.dispose_async().wait(); });
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(drain_test);

}  // namespace
}  // namespace selvage::async::test
