// Event loops on descriptors: the engine's own eventfd, pipes and epoll.

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

#include "tests/programs/program.h"

namespace {

/// What every event loop is made of: a queue, and a descriptor that wakes whoever waits for it to fill.
class loop {
 public:
  loop() {
    epoll_event wanted{.events = EPOLLIN, .data = {.fd = wakeup_}};
    assert(epoll_ctl(set_, EPOLL_CTL_ADD, wakeup_, &wanted) == 0);
  }
  ~loop() {
    assert(close(set_) == 0);
    assert(close(wakeup_) == 0);
  }
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;

  void post(int task) {
    {
      const std::lock_guard guard(lock_);
      tasks_.push_back(task);
    }
    assert(eventfd_write(wakeup_, 1) == 0);
  }

  /// Until a task is 0: the sum of those before it.
  int run() {
    int sum = 0;
    for (;;) {
      epoll_event event{};
      assert(epoll_wait(set_, &event, 1, -1) == 1 && event.data.fd == wakeup_ && event.events == EPOLLIN);
      eventfd_t count = 0;
      assert(eventfd_read(wakeup_, &count) == 0 && count > 0);
      std::deque<int> mine;
      {
        const std::lock_guard guard(lock_);
        mine.swap(tasks_);
      }
      for (const int task : mine) {
        if (task == 0) return sum;
        sum += task;
      }
    }
  }

 private:
  int set_ = epoll_create1(EPOLL_CLOEXEC);
  int wakeup_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::mutex lock_;
  std::deque<int> tasks_;
};

}  // namespace

PROGRAM(event_loop) {
  loop l;
  int sum = 0;
  std::thread t([&] { sum = l.run(); });
  l.post(1);
  l.post(0);
  t.join();
  assert(sum == 1);
}

PROGRAM(event_loop_two_posters) {
  loop l;
  int sum = 0;
  std::thread t([&] { sum = l.run(); });
  std::thread a([&] { l.post(1); });
  std::thread b([&] { l.post(2); });
  a.join();
  b.join();
  l.post(0);
  t.join();
  assert(sum == 3);
}

// The poster saves the write where the loop is known to be awake: the flag is read before the task is in the queue.
PROGRAM(wrong_event_loop_flag) {
  const int wakeup = eventfd(0, EFD_NONBLOCK);
  std::mutex lock;
  std::atomic<bool> asleep{false};
  bool task = false;
  std::thread t([&] {
    for (;;) {
      {
        const std::lock_guard guard(lock);
        if (task) return;
      }
      asleep = true;
      pollfd p{.fd = wakeup, .events = POLLIN, .revents = 0};
      assert(poll(&p, 1, -1) == 1);
      asleep = false;
      eventfd_t count = 0;
      eventfd_read(wakeup, &count);
    }
  });
  const bool wake = asleep;
  {
    const std::lock_guard guard(lock);
    task = true;
  }
  if (wake) eventfd_write(wakeup, 1);
  t.join();
  close(wakeup);
}

PROGRAM(pipe_between_threads) {
  int ends[2];
  assert(pipe2(ends, O_CLOEXEC) == 0);
  std::thread t([&] {
    char text[8]{};
    std::size_t size = 0;
    for (ssize_t n = 1; n > 0; size += static_cast<std::size_t>(n)) n = read(ends[0], text + size, sizeof text - size);
    assert(size == 6);
    close(ends[0]);
  });
  assert(write(ends[1], "abc", 3) == 3);
  assert(write(ends[1], "def", 3) == 3);
  close(ends[1]);
  t.join();
}

PROGRAM(wrong_pipe_deadlock) {
  int ends[2];
  assert(pipe(ends) == 0);
  const int set = epoll_create1(0);
  epoll_event wanted{.events = EPOLLIN, .data = {.fd = ends[0]}};
  epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &wanted);
  std::thread a([&] {
    epoll_event event{};
    epoll_wait(set, &event, 1, -1);
  });
  std::thread b([&] {
    pollfd p{.fd = ends[0], .events = POLLIN, .revents = 0};
    poll(&p, 1, -1);
  });
  char byte = 0;
  read(ends[0], &byte, 1);
  a.join();
  b.join();
}
