// Edge-triggered: what one read leaves behind brings no second event.

#include <sys/epoll.h>
#include <unistd.h>

#include <thread>

int main() {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  const int set = epoll_create1(0);
  epoll_event wanted{};
  wanted.events = EPOLLIN | EPOLLET;
  epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &wanted);
  std::thread reader([&] {
    for (int left = 2; left > 0; --left) {
      epoll_event seen{};
      epoll_wait(set, &seen, 1, -1);
      char byte = 0;
      (void)!read(ends[0], &byte, 1);
    }
  });
  (void)!write(ends[1], "x", 1);
  (void)!write(ends[1], "y", 1);
  reader.join();
}
