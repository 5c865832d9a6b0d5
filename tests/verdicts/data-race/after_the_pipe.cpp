// The payload is written after the byte that announces it.

#include <unistd.h>

#include <thread>

int payload;

int main() {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  std::thread writer([&] {
    (void)!write(ends[1], "x", 1);
    payload = 42;
  });
  char byte = 0;
  (void)!read(ends[0], &byte, 1);
  const int seen = payload;
  writer.join();
  close(ends[0]);
  close(ends[1]);
  return seen == 1;
}
