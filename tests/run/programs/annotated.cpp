// Plain data behind a relaxed flag, which orders nothing, and what the program tells the sanitizer about it.

#include <atomic>
#include <cstdio>
#include <string_view>
#include <thread>

extern "C" {
void AnnotateHappensBefore(const char* file, int line, const volatile void* a);
void AnnotateHappensAfter(const char* file, int line, const volatile void* a);
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
void AnnotateIgnoreWritesBegin(const char* file, int line);
void AnnotateIgnoreWritesEnd(const char* file, int line);
void __tsan_mutex_post_lock(void* a, unsigned flags, int recursion);
int __tsan_mutex_pre_unlock(void* a, unsigned flags);
}

namespace {

std::atomic<bool> ready;
int data;

void produce(std::string_view how) {
  if (how == "both") AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  data = 1;
  if (how == "both") AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
  if (how == "before") AnnotateHappensBefore(__FILE__, __LINE__, &ready);
  if (how == "mutex") __tsan_mutex_pre_unlock(&ready, 0);
  ready.store(true, std::memory_order_relaxed);
}

void consume(std::string_view how) {
  while (!ready.load(std::memory_order_relaxed)) std::this_thread::yield();
  if (how == "before") AnnotateHappensAfter(__FILE__, __LINE__, &ready);
  if (how == "mutex") __tsan_mutex_post_lock(&ready, 0, 0);
  if (how == "both") AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  // Of reads alone: the write is looked at, and what comes after the annotation is read.
  if (how == "reads") {
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
  }
  if (data != 1) std::puts("not there yet");
  if (how == "both") AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view how = argc > 1 ? argv[1] : "nothing";
  std::thread t(produce, how);
  std::thread u(consume, how);
  t.join();
  u.join();
}
