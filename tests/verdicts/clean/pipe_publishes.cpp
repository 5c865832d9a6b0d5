// Near data-race: the byte, and the hang-up, come after what they announce; the descriptor is closed by who used it
// last.

#include <poll.h>
#include <unistd.h>

#include <thread>

int payload;
int farewell;

int main() {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  std::thread writer([&] {
    payload = 42;
    (void)!write(ends[1], "x", 1);
    farewell = 7;
    close(ends[1]);
  });
  pollfd waits{ends[0], POLLIN, 0};
  poll(&waits, 1, -1);
  const int seen = payload;
  char byte = 0;
  while (read(ends[0], &byte, 1) > 0) {
  }
  const int last = farewell;
  close(ends[0]);
  writer.join();
  return seen == 42 && last == 7 ? 0 : 1;
}
