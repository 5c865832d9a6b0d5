// The reader may be gone before the write.

#include <unistd.h>

#include <thread>

int main() {
  int ends[2];
  if (pipe(ends) != 0) return 1;
  std::thread reader([&] {
    char byte = 0;
    (void)!read(ends[0], &byte, 1);
    close(ends[0]);
  });
  (void)!write(ends[1], "x", 1);
  (void)!write(ends[1], "y", 1);
  reader.join();
}
