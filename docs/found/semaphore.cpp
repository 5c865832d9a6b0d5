// Two threads take turns at a semaphore that lets one in. Each leaves again, so both must get in.
//
//   selvage-c++ -std=c++20 -O1 semaphore.cpp -o semaphore && selvage run --strategy pos -- ./semaphore
#include <semaphore>
#include <thread>

int main() {
  std::counting_semaphore<2> one(1);
  const auto work = [&one] {
    one.acquire();
    std::this_thread::yield();
    one.release();
  };
  std::thread first(work);
  std::thread second(work);
  first.join();
  second.join();
}
