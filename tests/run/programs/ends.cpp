// What the end of a program may look like, by argument.
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <semaphore.h>
#include <stdexcept>
#include <thread>

std::atomic<bool> late{false};

int main(int, char** argv) {
  const char* const how = argv[1];
  const auto is = [how](const char* name) { return std::strcmp(how, name) == 0; };
  if (is("detached")) {
    // Runs to its end after main has returned.
    std::thread([] {
      usleep(1000);
      late = true;
    }).detach();
    std::atexit([] {
      if (!late) std::abort();
    });
    return 0;
  }
  if (is("leaked")) {
    static sem_t never;
    sem_init(&never, 0, 0);
    std::thread([] { sem_wait(&never); }).detach();
    return 0;
  }
  if (is("status")) return 5;
  if (is("exit")) {
    std::thread t([] { std::exit(6); });
    t.join();
  }
  if (is("handlers")) {
    std::atexit([] { std::abort(); });
    std::exit(0);
  }
  if (is("quick")) {
    std::atexit([] { std::abort(); });
    _exit(0);
  }
  if (is("throw")) throw std::runtime_error("nobody catches it");
  if (is("abort")) std::abort();
  if (is("crash")) *static_cast<volatile int*>(nullptr) = 1;
  if (is("killed")) {
    std::thread t([] {});
    t.join();
    kill(getpid(), 9);
  }
  if (is("deadlock")) {
    static sem_t never;
    sem_init(&never, 0, 0);
    sem_wait(&never);
  }
  if (is("livelock")) {
    std::thread t([] {
      while (!late) std::this_thread::yield();
    });
    t.join();
  }
  return 0;
}
