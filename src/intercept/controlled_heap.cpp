#include "src/engine/heap.h"
#include "src/engine/image.h"
#include "src/engine/lost_blocks.h"
#include "src/engine/parked_thread.h"
#include "src/engine/real.h"
#include "src/intercept/allocation.h"
#include "src/intercept/control.h"

namespace selvage::intercept {

using namespace engine;

void* controlled_allocate(std::size_t size, std::size_t alignment, allocator family) noexcept {
  control c;
  void* p = arena.allocate(size, alignment, family);
  if (p == nullptr)
    rt.stop(ending::unsupported,
            "the execution's heap of " + std::to_string(rt.options().heap_bytes) + " bytes is used up");
  if (rt.watch != nullptr) [[unlikely]] rt.watch->allocated(p, size);
  if (rt.current->allowed_leaks > 0) [[unlikely]] lost.allow(p);
  return p;
}

void controlled_free(heap& from, void* p, allocator how) noexcept {
  control c;
  const heap::block_state state = from.state_of(p);
  if (state == heap::block_state::live) {
    const std::size_t size = from.size_of(p);
    if (rt.watch != nullptr) [[unlikely]] rt.watch->freed(p, size, from.at(p).family, how);
    rt.objects.forget(p, size);
    lost.freed(p);
    // The snapshot puts back the blocks of `loaded`, not its lists.
    if (&from == &loaded)
      loaded.retire(p);
    else
      arena.release(p);
    return;
  }
  const bool before = state == heap::block_state::dead;
  if (rt.watch != nullptr) [[unlikely]] rt.watch->wrongly_freed(p, before);
  rt.stop(ending::double_free, before ? "memory is freed twice" : "memory is freed that was not allocated");
}

void free_while_loading(void* p) noexcept {
  if (loaded.state_of(p) != heap::block_state::live) real().abort();
  loaded.release(p);
}

void check_outside_free(const void* p) noexcept {
  control c;
  bool stack = false;
  for (thread_id t = 0; t < rt.thread_count() && !stack; ++t) stack = on_stack_of(rt.at(t), p);
  if (!stack && !in_image(p)) return;
  if (rt.watch != nullptr) [[unlikely]] rt.watch->wrongly_freed(const_cast<void*>(p), false);
  rt.stop(ending::double_free, stack ? "memory of a thread's stack is freed" : "a global is freed");
}

}  // namespace selvage::intercept
