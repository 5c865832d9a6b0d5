// The engine's own copies of memory. ThreadSanitizer interposes libc's functions and would take what the engine moves
// for the program's accesses. Hidden: they are this library's alone.

#include <cstddef>

#define SELVAGE_OWN extern "C" __attribute__((visibility("hidden"), used))

SELVAGE_OWN void* memcpy(void* __restrict to, const void* __restrict from, std::size_t size) {
  void* const result = to;
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
  return result;
}

SELVAGE_OWN void* memmove(void* to, const void* from, std::size_t size) {
  auto* t = static_cast<char*>(to);
  const auto* f = static_cast<const char*>(from);
  if (t <= f || t >= f + size) return memcpy(to, from, size);
  while (size-- != 0) t[size] = f[size];
  return to;
}

SELVAGE_OWN void* memset(void* to, int value, std::size_t size) {
  void* const result = to;
  asm volatile("rep stosb" : "+D"(to), "+c"(size) : "a"(value) : "memory");
  return result;
}

SELVAGE_OWN int memcmp(const void* a, const void* b, std::size_t size) {
  const auto* x = static_cast<const unsigned char*>(a);
  const auto* y = static_cast<const unsigned char*>(b);
  for (; size-- != 0; ++x, ++y)
    if (*x != *y) return *x < *y ? -1 : 1;
  return 0;
}

SELVAGE_OWN std::size_t strlen(const char* text) {
  std::size_t n = 0;
  while (text[n] != 0) ++n;
  return n;
}
