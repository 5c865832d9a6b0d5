// What functions of clang's sanitizer headers mean, one case an argument.
#include <sanitizer/allocator_interface.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#include <sanitizer/tsan_interface.h>
#include <sys/mman.h>

#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <thread>

namespace {

struct node {
  node* next;
};

node* volatile last;  // so that no allocation is left out

node* linked(node* next) {
  auto* const n = static_cast<node*>(std::malloc(sizeof(node)));
  n->next = next;
  last = n;
  last = nullptr;
  return n;
}

template <class F>
void in_two_threads(F f) {
  std::thread other(f);
  f();
  other.join();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view which = argc > 1 ? argv[1] : "none";
  static char bytes[16];
  __sanitizer_unaligned_store32(bytes + 1, 0x01020304);
  assert(__sanitizer_unaligned_load32(bytes + 1) == 0x01020304 && bytes[1] == 4);
  assert(__sanitizer_acquire_crash_state() == 1 && __sanitizer_acquire_crash_state() == 0);
  assert(__tsan_on_finalize(3) == 3);
  char* const block = static_cast<char*>(std::malloc(40));
  if (__sanitizer_get_ownership(block)) {  // explored
    assert(__sanitizer_get_allocated_size(block) == 40);
    assert(__sanitizer_get_allocated_begin(block + 7) == block);
    assert(__sanitizer_get_current_allocated_bytes() >= 40);
    assert(!__sanitizer_get_ownership(block + 1) && !__sanitizer_get_ownership(bytes));
  }
  std::free(block);
  assert(!__sanitizer_get_ownership(block));

  if (which == "unaligned") in_two_threads([] { __sanitizer_unaligned_store16(bytes + 3, 1); });
  if (which == "external") in_two_threads([] { __tsan_external_write(bytes, nullptr, nullptr); });
  if (which == "leak") linked(linked(nullptr));
  // What an ignored block points to is not lost either.
  if (which == "ignored") __lsan_ignore_object(linked(linked(nullptr)));
  if (which == "disabled") {
    __lsan_disable();
    linked(linked(nullptr));
    __lsan_enable();
  }
  if (which == "root" || which == "unregistered") {
    // Memory of the system's, where nobody looks for pointers.
    void* const page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    __lsan_register_root_region(page, 4096);
    node* const n = linked(nullptr);
    std::memcpy(page, &n, sizeof n);
    if (which == "unregistered") __lsan_unregister_root_region(page, 4096);
  }
  // A block that is lost where an ignored one was freed.
  if (which == "reused") {
    node* const ignored = linked(nullptr);
    __lsan_ignore_object(ignored);
    std::free(ignored);
    linked(nullptr);
  }
}
