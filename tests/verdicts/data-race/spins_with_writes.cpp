// Waits for a plain flag, and counts meanwhile: nothing tells that the loop waits, but it gives way.
#include <thread>

volatile bool flag = false;
volatile unsigned long spins = 0;

int main() {
  std::thread setter([] { flag = true; });
  while (!flag) spins = spins + 1;
  setter.join();
}
