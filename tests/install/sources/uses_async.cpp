// A correct program on the asynchronous library: what one thread writes before it sets the event, the other one reads
// behind it. Nothing but the library orders the two.
#include <thread>

#include "selvage/async/manual_reset_event.h"

int main() {
  selvage::async::manual_reset_event written(false);
  int value = 0;
  std::thread writer([&] {
    value = 42;
    written.set();
  });
  written.wait();
  const int read = value;
  writer.join();
  return read == 42 ? 0 : 1;
}
