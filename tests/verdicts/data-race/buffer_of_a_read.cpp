// What a read fills in is looked at before it is known that it has.

#include <unistd.h>

#include <thread>

int main() {
  int ends[2];
  static char text[4];
  if (pipe(ends) != 0) return 1;
  std::thread reader([&] { (void)!read(ends[0], text, sizeof text); });
  (void)!write(ends[1], "abc", 4);
  const char seen = text[0];
  reader.join();
  close(ends[0]);
  close(ends[1]);
  return seen == 'z';
}
