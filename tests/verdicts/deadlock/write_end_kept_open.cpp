// The reader waits for the end of what is written, and the write end that it never closes is its own duplicate.

#include <unistd.h>

#include <thread>

int main() {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  const int kept = dup(ends[1]);
  std::thread reader([&] {
    char text[4];
    while (read(ends[0], text, sizeof text) > 0) {
    }
  });
  (void)!write(ends[1], "abc", 4);
  close(ends[1]);
  reader.join();
  close(kept);
}
