// Who closes the descriptor does not know whether the other has written: the number may be another's by then.

#include <sys/eventfd.h>
#include <unistd.h>

#include <thread>

int main() {
  const int wakeup = eventfd(0, EFD_NONBLOCK);
  std::thread writer([wakeup] { eventfd_write(wakeup, 1); });
  close(wakeup);
  writer.join();
}
