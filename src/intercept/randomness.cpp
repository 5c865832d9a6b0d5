// Random numbers: an execution draws the same ones each time, whatever ran before it.

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <random>

#include <dlfcn.h>

#include "src/engine/runtime.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;

template <class F>
F next(F& cached, const char* name) noexcept {
  if (cached == nullptr) cached = reinterpret_cast<F>(dlsym(RTLD_NEXT, name));
  return cached;
}

std::uint64_t seen_random = 0;  // the execution that last used each generator
std::uint64_t seen_48 = 0;
std::uint64_t seen_entropy = 0;
std::uint64_t entropy_state = 0;

bool first_use(std::uint64_t& seen) noexcept {
  if (!rt.in_control() || seen == rt.execution_number()) return false;
  seen = rt.execution_number();
  return true;
}

// libc's generators begin each execution as they begin a process.
void begin_random() noexcept {
  static void (*seed)(unsigned) = nullptr;
  if (first_use(seen_random)) next(seed, "srandom")(1);
}

void begin_48() noexcept {
  static unsigned short* (*seed)(unsigned short*) = nullptr;
  unsigned short zero[3] = {0, 0, 0};
  if (first_use(seen_48)) next(seed, "seed48")(zero);
}

// What stands in for the system's entropy: Weyl steps through a 64-bit mixer (splitmix64).
std::uint64_t entropy() noexcept {
  if (first_use(seen_entropy)) entropy_state = 0;
  std::uint64_t z = entropy_state += 0x9e3779b97f4a7c15ULL;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

void fill(void* buffer, std::size_t size) noexcept {
  auto* to = static_cast<unsigned char*>(buffer);
  for (std::size_t i = 0; i < size; i += sizeof(std::uint64_t)) {
    const std::uint64_t word = entropy();
    std::memcpy(to + i, &word, size - i < sizeof word ? size - i : sizeof word);
  }
}

}  // namespace

#define SELVAGE_GENERATOR(type, name, begin) \
  SELVAGE_INTERCEPT type name() noexcept {   \
    static type (*real)() = nullptr;         \
    begin();                                 \
    return next(real, #name)();              \
  }

SELVAGE_GENERATOR(int, rand, begin_random)
SELVAGE_GENERATOR(long, random, begin_random)
SELVAGE_GENERATOR(long, lrand48, begin_48)
SELVAGE_GENERATOR(long, mrand48, begin_48)
SELVAGE_GENERATOR(double, drand48, begin_48)

#define SELVAGE_SEED(type, name, begin)          \
  SELVAGE_INTERCEPT void name(type n) noexcept { \
    static void (*real)(type) = nullptr;         \
    begin();                                     \
    next(real, #name)(n);                        \
  }

SELVAGE_SEED(unsigned, srand, begin_random)
SELVAGE_SEED(unsigned, srandom, begin_random)
SELVAGE_SEED(long, srand48, begin_48)

SELVAGE_INTERCEPT ssize_t getrandom(void* buffer, std::size_t size, unsigned flags) {
  static ssize_t (*real)(void*, std::size_t, unsigned) = nullptr;
  if (!rt.in_control()) return next(real, "getrandom")(buffer, size, flags);
  fill(buffer, size);
  return static_cast<ssize_t>(size);
}

SELVAGE_INTERCEPT int getentropy(void* buffer, std::size_t size) {
  static int (*real)(void*, std::size_t) = nullptr;
  if (!rt.in_control()) return next(real, "getentropy")(buffer, size);
  if (size > 256) {
    errno = EIO;
    return -1;
  }
  fill(buffer, size);
  return 0;
}

SELVAGE_INTERCEPT unsigned arc4random() noexcept {
  static unsigned (*real)() = nullptr;
  return rt.in_control() ? static_cast<unsigned>(entropy()) : next(real, "arc4random")();
}

// std::random_device::_M_getval, which would ask the processor.
SELVAGE_INTERCEPT unsigned _ZNSt13random_device9_M_getvalEv(std::random_device* device) {
  static unsigned (*real)(std::random_device*) = nullptr;
  return rt.in_control() ? static_cast<unsigned>(entropy()) : next(real, "_ZNSt13random_device9_M_getvalEv")(device);
}
