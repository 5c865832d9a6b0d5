// The four ways to wait for an asynchronous operation: End, the wait handle, polling, and a callback. Each reads this
// program's own file and prints how many bytes that were.
#include <array>
#include <chrono>
#include <cstdio>
#include <thread>

#include "selvage/async/file_stream.h"
#include "selvage/async/manual_reset_event.h"
#include "selvage/async/thread_pool.h"

namespace {

using namespace selvage::async;
using buffer = std::array<std::byte, 4096>;

std::size_t by_end(file_stream& file, buffer& into) {
  const auto result = file.begin_read(into, 0);
  return file.end_read(result);  // waits if it must
}

std::size_t by_handle(file_stream& file, buffer& into) {
  const auto result = file.begin_read(into, 0);
  while (!result->async_wait_handle().wait_for(std::chrono::milliseconds(100))) std::puts("still reading");
  return file.end_read(result);
}

std::size_t by_polling(file_stream& file, buffer& into) {
  const auto result = file.begin_read(into, 0);
  while (!result->is_completed()) std::this_thread::yield();  // or something useful
  return file.end_read(result);
}

std::size_t by_callback(file_stream& file, buffer& into) {
  struct {
    std::size_t read{};
    manual_reset_event over{false};
  } mine;
  (void)file.begin_read(into, 0, {.callback = [&](const std::shared_ptr<async_result_base>& result) {
                          mine.read = file.end_read(result);
                          mine.over.set();
                        }});
  mine.over.wait();
  return mine.read;
}

}  // namespace

int main(int, char** argv) {
  try {
    thread_pool pool;
    file_stream file(pool, argv[0], file_stream::access::read);
    buffer into{};
    bool right = true;
    const auto show = [&](const char* how, std::size_t bytes) {
      std::printf("%-9s %zu bytes\n", how, bytes);
      right = right && bytes == into.size();
    };
    show("End", by_end(file, into));
    show("handle", by_handle(file, into));
    show("polling", by_polling(file, into));
    show("callback", by_callback(file, into));
    return right ? 0 : 1;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 2;
  }
}
