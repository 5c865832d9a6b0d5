// An event loop on epoll and an eventfd, which a thread posts two tasks to.
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <mutex>
#include <thread>
#include <vector>

int main() {
  const int set = epoll_create1(EPOLL_CLOEXEC);
  const int wakeup = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  std::mutex lock;
  std::vector<int> tasks;
  epoll_event wanted{.events = EPOLLIN, .data = {.fd = wakeup}};
  epoll_ctl(set, EPOLL_CTL_ADD, wakeup, &wanted);
  std::thread poster([&] {
    for (int task = 1; task >= 0; --task) {
      {
        const std::lock_guard guard(lock);
        tasks.push_back(task);
      }
      eventfd_write(wakeup, 1);
    }
  });
  for (bool last = false; !last;) {
    epoll_event event{};
    epoll_wait(set, &event, 1, -1);
    eventfd_t count = 0;
    eventfd_read(wakeup, &count);
    std::vector<int> mine;
    {
      const std::lock_guard guard(lock);
      mine.swap(tasks);
    }
    for (const int task : mine) last = task == 0;
  }
  poster.join();
  close(wakeup);
  close(set);
}
