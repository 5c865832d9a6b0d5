// One thread is joined by two.

#include <pthread.h>
#include <thread>

int main() {
  pthread_t t;
  pthread_create(&t, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
  std::thread other([t] { pthread_join(t, nullptr); });
  pthread_join(t, nullptr);
  other.join();
}
