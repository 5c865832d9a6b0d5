// What completes an operation is there for who ends it (APM-13), and the lazy wait handle is whole for who signals it.
#include <memory>
#include <thread>

#include "selvage/async/async_result.h"

namespace {

using result = selvage::async::async_result<int>;
const int owner = 0;

int ended_beside_completion() {
  const auto r = result::begin(&owner);
  std::thread completer([&] { r->set_value(1); });
  const int value = result::end(&owner, r);
  completer.join();
  return value;
}

int waited_for_beside_completion() {
  const auto r = result::begin(&owner);
  std::thread completer([&] { r->set_value(1); });
  r->async_wait_handle().wait();
  completer.join();
  return result::end(&owner, r);
}

}  // namespace

int main() { return ended_beside_completion() + waited_for_beside_completion() == 2 ? 0 : 1; }
