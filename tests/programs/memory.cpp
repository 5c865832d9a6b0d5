// malloc and its family.

#include <malloc.h>
#include <strings.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <list>
#include <map>
#include <new>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "tests/programs/program.h"

namespace {

bool aligned(const void* p, std::size_t to) { return reinterpret_cast<std::uintptr_t>(p) % to == 0; }

struct alignas(256) overaligned {
  char bytes[300];
};

}  // namespace

PROGRAM(memory_family) {
  char* p = static_cast<char*>(malloc(10));
  std::strcpy(p, "abcdefghi");
  p = static_cast<char*>(realloc(p, 5000));
  assert(std::strcmp(p, "abcdefghi") == 0 && malloc_usable_size(p) >= 5000);
  p = static_cast<char*>(realloc(p, 4));
  assert(std::memcmp(p, "abcd", 4) == 0);
  free(p);
  auto* z = static_cast<unsigned char*>(calloc(7, 11));
  assert(std::all_of(z, z + 77, [](unsigned char c) { return c == 0; }));
  free(z);
  for (std::size_t alignment = 16; alignment <= 4096; alignment *= 2) {
    void* m = memalign(alignment, 100);
    void* a = aligned_alloc(alignment, alignment);
    void* q = nullptr;
    assert(posix_memalign(&q, alignment, 33) == 0);
    assert(aligned(m, alignment) && aligned(a, alignment) && aligned(q, alignment));
    std::memset(q, 1, 33);
    free(m);
    free(a);
    free(q);
  }
  void* q = nullptr;
  assert(posix_memalign(&q, 3, 10) == EINVAL);
  void* page = valloc(10);
  assert(aligned(page, static_cast<std::size_t>(getpagesize())));
  free(page);
  free(nullptr);
  void* empty = malloc(0);
  assert(empty != nullptr);
  free(empty);
  void* r = realloc(nullptr, 20);
  assert(r != nullptr && malloc_usable_size(nullptr) == 0);
  void* volatile gone = realloc(r, 0);  // volatile: compilers take an unused allocation to succeed
  assert(gone == nullptr);
  volatile std::size_t huge = SIZE_MAX / 2;
  void* volatile refused = calloc(huge, 4);
  assert(refused == nullptr);
  void* grown = reallocarray(nullptr, 4, 8);
  grown = reallocarray(grown, 8, 8);
  assert(grown != nullptr);
  free(grown);
}

PROGRAM(memory_from_libc) {
  char* copy = strdup("what libc allocates, the program frees");
  assert(std::strlen(copy) == 38);
  free(copy);
  char* printed = nullptr;
  assert(asprintf(&printed, "%d-%s", 7, "x") == 3 && std::strcmp(printed, "7-x") == 0);
  printed = static_cast<char*>(realloc(printed, 1000));
  assert(std::strcmp(printed, "7-x") == 0);
  free(printed);
}

PROGRAM(memory_new_delete) {
  auto* o = new overaligned;
  assert(aligned(o, 256));
  delete o;
  auto* many = new overaligned[3];
  assert(aligned(many, 256));
  delete[] many;
  int* n = new (std::nothrow) int(4);
  assert(n != nullptr && *n == 4);
  delete n;
  std::map<std::string, std::vector<int>> m;
  for (int i = 0; i < 50; ++i) m[std::to_string(i)].assign(static_cast<std::size_t>(i), i);
  std::list<int> l(40, 1);
  assert(m.size() == 50 && m["49"].size() == 49);
}

// The same addresses in every execution, and contents that repeat where nothing was written.
PROGRAM(memory_addresses) {
  std::uintptr_t sum = 0;
  std::vector<char*> blocks;
  for (std::size_t i = 1; i < 60; ++i) {
    auto* p = static_cast<char*>(malloc(i * 37));
    sum = sum * 31 + reinterpret_cast<std::uintptr_t>(p) + static_cast<unsigned char>(*const_cast<volatile char*>(p));
    blocks.push_back(p);
    if (i % 3 == 0) {
      free(blocks[i / 2]);
      blocks[i / 2] = nullptr;
    }
  }
  for (char* p : blocks) free(p);
  report(result, static_cast<long>(sum));
}

PROGRAM(memory_between_threads) {
  std::string* passed = nullptr;
  std::thread t([&] { passed = new std::string("allocated by one, freed by another thread"); });
  t.join();
  assert(passed->size() == 41);
  delete passed;
}

PROGRAM(memory_leaked) { report(result, reinterpret_cast<long>(new int[25])); }

PROGRAM(memory_leaked_by_libc) { report(result, reinterpret_cast<long>(strdup("a duplicate"))); }

PROGRAM(memory_large) {
  for (int i = 0; i < 3; ++i) {
    std::vector<char> v(std::size_t{12} << 20, 'x');
    assert(v.back() == 'x');
  }
}

PROGRAM(random_numbers) {
  std::random_device device;
  report(result, (static_cast<long>(rand()) << 32) ^ random() ^ (lrand48() << 8) ^ static_cast<long>(device()));
}
