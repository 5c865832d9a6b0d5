// The plain half of the ABI behind -fsanitize=thread (LLVM: compiler-rt, tsan_interface.h).

#include <cstring>

#include "src/engine/memory.h"
#include "src/intercept/control.h"

namespace {

using selvage::engine::op_kind;
using selvage::engine::memory::plain;

void range(op_kind k, const void* a, std::size_t size) noexcept {
  if (size != 0) plain(k, a, size);
}

}  // namespace

#define SELVAGE_ACCESS(name, kind, size) \
  SELVAGE_INTERCEPT void name(void* a) { plain(op_kind::kind, a, size); }

#define SELVAGE_ACCESSES(size)                                          \
  SELVAGE_ACCESS(__tsan_read##size, plain_read, size)                   \
  SELVAGE_ACCESS(__tsan_write##size, plain_write, size)                 \
  SELVAGE_ACCESS(__tsan_read_write##size, plain_write, size)            \
  SELVAGE_ACCESS(__tsan_unaligned_read##size, plain_read, size)         \
  SELVAGE_ACCESS(__tsan_unaligned_write##size, plain_write, size)       \
  SELVAGE_ACCESS(__tsan_unaligned_read_write##size, plain_write, size)  \
  SELVAGE_ACCESS(__tsan_volatile_read##size, plain_read, size)          \
  SELVAGE_ACCESS(__tsan_volatile_write##size, plain_write, size)        \
  SELVAGE_ACCESS(__tsan_unaligned_volatile_read##size, plain_read, size) \
  SELVAGE_ACCESS(__tsan_unaligned_volatile_write##size, plain_write, size)

SELVAGE_ACCESSES(1)
SELVAGE_ACCESSES(2)
SELVAGE_ACCESSES(4)
SELVAGE_ACCESSES(8)
SELVAGE_ACCESSES(16)

SELVAGE_INTERCEPT void __tsan_read_range(void* a, std::size_t size) { range(op_kind::plain_read, a, size); }
SELVAGE_INTERCEPT void __tsan_write_range(void* a, std::size_t size) { range(op_kind::plain_write, a, size); }
SELVAGE_INTERCEPT void __tsan_vptr_read(void** a) { plain(op_kind::plain_read, a, sizeof(void*)); }
SELVAGE_INTERCEPT void __tsan_vptr_update(void** a, void* v) {
  if (*a != v) plain(op_kind::plain_write, a, sizeof(void*));
}

SELVAGE_INTERCEPT void* __tsan_memcpy(void* to, const void* from, std::size_t size) {
  range(op_kind::plain_read, from, size);
  range(op_kind::plain_write, to, size);
  return std::memcpy(to, from, size);
}
SELVAGE_INTERCEPT void* __tsan_memmove(void* to, const void* from, std::size_t size) {
  range(op_kind::plain_read, from, size);
  range(op_kind::plain_write, to, size);
  return std::memmove(to, from, size);
}
SELVAGE_INTERCEPT void* __tsan_memset(void* to, int value, std::size_t size) {
  range(op_kind::plain_write, to, size);
  return std::memset(to, value, size);
}

SELVAGE_INTERCEPT void __tsan_init() {}
SELVAGE_INTERCEPT void __tsan_func_entry(void*) {}
SELVAGE_INTERCEPT void __tsan_func_exit() {}
