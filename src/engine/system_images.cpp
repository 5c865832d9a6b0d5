#include "src/engine/system_images.h"

#include <link.h>

#include <cstdint>
#include <string_view>

namespace selvage::engine {
namespace {

struct range {
  std::uintptr_t begin{};
  std::uintptr_t end{};
  [[nodiscard]] bool contains(std::uintptr_t p) const noexcept { return p >= begin && p < end; }
};

range libc;
range linker;
range runtime;

range code_of(const dl_phdr_info& info) {
  range r;
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info.dlpi_phdr[i];
    if (h.p_type == PT_LOAD && (h.p_flags & PF_X) != 0)
      r = {info.dlpi_addr + h.p_vaddr, info.dlpi_addr + h.p_vaddr + h.p_memsz};
  }
  return r;
}

}  // namespace

bool in_system_image(const void* code) noexcept {
  const auto p = reinterpret_cast<std::uintptr_t>(code);
  return libc.contains(p) || linker.contains(p);
}

bool in_language_runtime(const void* code) noexcept { return runtime.contains(reinterpret_cast<std::uintptr_t>(code)); }

void find_system_images() {
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void*) {
        const std::string_view path = info->dlpi_name;
        if (path.find("/libc.so") != path.npos) libc = code_of(*info);
        if (path.find("/libstdc++.so") != path.npos) runtime = code_of(*info);
        if (path.find("/ld-linux") != path.npos) linker = code_of(*info);
        return 0;
      },
      nullptr);
}

}  // namespace selvage::engine
