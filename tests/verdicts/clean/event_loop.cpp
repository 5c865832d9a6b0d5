// Near lost-wakeup, deadlock and data-race: the task is in the queue before the write, and what only the loop's thread
// and then its joiner touch is ordered by the eventfd, the timer's setting and the join.

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <mutex>
#include <thread>
#include <vector>

int main() {
  const int set = epoll_create1(0);
  const int wakeup = eventfd(0, EFD_NONBLOCK);
  const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  for (const int d : {wakeup, timer}) {
    epoll_event wanted{};
    wanted.events = EPOLLIN | EPOLLET;
    wanted.data.fd = d;
    epoll_ctl(set, EPOLL_CTL_ADD, d, &wanted);
  }
  std::mutex lock;
  std::vector<int> tasks;
  int late = 0;
  int sum = 0;
  std::thread loop([&] {
    bool done = false;
    bool expired = false;
    while (!done || !expired) {
      epoll_event seen{};
      epoll_wait(set, &seen, 1, -1);
      std::uint64_t count = 0;
      (void)!read(seen.data.fd, &count, sizeof count);
      if (seen.data.fd == timer) {
        expired = true;
        sum += late;  // written before the timer was set
        continue;
      }
      const std::lock_guard hold(lock);
      for (const int task : tasks) {
        done = done || task == 0;
        sum += task;
      }
      tasks.clear();
    }
  });
  for (const int task : {1, 2, 0}) {
    {
      const std::lock_guard hold(lock);
      tasks.push_back(task);
    }
    eventfd_write(wakeup, 1);
  }
  late = 4;
  const itimerspec soon{.it_interval = {}, .it_value = {.tv_sec = 0, .tv_nsec = 1'000'000}};
  timerfd_settime(timer, 0, &soon, nullptr);
  loop.join();
  for (const int d : {set, wakeup, timer}) close(d);
  return sum == 7 ? 0 : 1;
}
