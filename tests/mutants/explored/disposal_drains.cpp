// An object that counts its pending operations and unregisters its wait when it is disposed of is called by neither once
// the disposal has ended (DSP-23).
#include <atomic>
#include <cassert>

#include "selvage/async/async_disposable.h"
#include "selvage/async/auto_reset_event.h"
#include "selvage/async/begin_invoke.h"
#include "selvage/async/thread_pool.h"

namespace {

using namespace selvage::async;

class listener final : public async_disposable {
 public:
  listener(thread_pool& pool, event_wait_handle& event)
      : pool_(pool), wait_(pool.register_wait_for_single_object(
                         event, [this](void*, bool) { called(); }, nullptr, false)) {}

  void start() {
    if (!try_begin_operation()) return;
    (void)begin_invoke(pool_, [] { return 1; }, {.callback = [this](const std::shared_ptr<async_result_base>& result) {
                         called();
                         (void)end_invoke<int>(result);
                         end_operation();
                       }});
  }

  void over() { over_ = true; }

 private:
  void called() { assert(!over_); }
  void on_dispose() override { wait_.unregister_blocking(); }

  thread_pool& pool_;
  registered_wait_handle wait_;
  std::atomic<bool> over_{false};
};

}  // namespace

int main() {
  auto_reset_event event(false);
  thread_pool pool(2);
  listener object(pool, event);
  object.start();
  event.set();
  object.dispose();
  object.over();
}
