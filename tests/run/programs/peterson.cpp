// Peterson's lock: right with one order of all its operations, wrong with acquire and release, which x86-64's store
// buffers do not keep either. `peterson [weak]`.

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

std::atomic<bool> wants[2];
std::atomic<int> turn;
std::atomic<int> inside;

template <std::memory_order Store, std::memory_order Load>
void enter(int me) {
  wants[me].store(true, Store);
  turn.store(1 - me, Store);
  while (wants[1 - me].load(Load) && turn.load(Load) == 1 - me) std::this_thread::yield();
  if (inside.fetch_add(1) != 0) {
    std::puts("both are inside");
    std::abort();
  }
  inside.fetch_sub(1);
  wants[me].store(false, Store);
}

int main(int argc, char** argv) {
  const bool weak = argc > 1 && std::strcmp(argv[1], "weak") == 0;
  using order = std::memory_order;
  void (*const f)(int) = weak ? enter<order::release, order::acquire> : enter<order::seq_cst, order::seq_cst>;
  std::thread t(f, 0);
  std::thread u(f, 1);
  t.join();
  u.join();
}
