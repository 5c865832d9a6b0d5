#include "src/engine/loading.h"

#include <utility>

#include "src/engine/system_images.h"
#include "src/engine/thread_switch.h"

namespace selvage::engine {

constinit heap loaded{std::uintptr_t{0x5e00} << 32};

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30;
std::uintptr_t loading_tp = 0;  // 0: nobody

}  // namespace

loading::loading() {
  loaded.reserve(most_bytes);
  find_system_images();
  loading_tp = thread_pointer();
}

loading::~loading() { loading_tp = 0; }

bool is_loading() noexcept { return loading_tp == thread_pointer(); }

void* allocate_while_loading(std::size_t size, std::size_t alignment, allocator family) noexcept {
  // What the heap allocates for itself is no library's.
  const std::uintptr_t mine = std::exchange(loading_tp, 0);
  void* const p = loaded.allocate(size, alignment, family);
  loading_tp = mine;
  return p;
}

}  // namespace selvage::engine
