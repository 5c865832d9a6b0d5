// Which images are instrumented: those that have to do with the sanitizer's functions by name.

#include <link.h>

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "src/engine/image.h"

namespace selvage::engine {
namespace {

struct known_code {
  std::uintptr_t begin;
  std::uintptr_t end;
  bool instrumented;
};
std::vector<known_code> known;

std::string_view symbol_names(const dl_phdr_info& info) noexcept {
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    if (info.dlpi_phdr[i].p_type != PT_DYNAMIC) continue;
    const char* names = nullptr;
    std::size_t size = 0;
    for (const auto* d = reinterpret_cast<const ElfW(Dyn)*>(info.dlpi_addr + info.dlpi_phdr[i].p_vaddr);
         d->d_tag != DT_NULL; ++d) {
      if (d->d_tag == DT_STRTAB) names = reinterpret_cast<const char*>(d->d_un.d_ptr);
      if (d->d_tag == DT_STRSZ) size = d->d_un.d_val;
    }
    // The vDSO's table is not relocated; it is not instrumented either.
    if (names != nullptr && reinterpret_cast<std::uintptr_t>(names) > info.dlpi_addr) return {names, size};
  }
  return {};
}

int learn(dl_phdr_info* info, std::size_t, void* wanted) {
  const auto at = reinterpret_cast<std::uintptr_t>(wanted);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info->dlpi_phdr[i];
    if (h.p_type != PT_LOAD || (h.p_flags & PF_X) == 0) continue;
    const std::uintptr_t begin = info->dlpi_addr + h.p_vaddr;
    if (at < begin || at >= begin + h.p_memsz) continue;
    const bool instrumented = symbol_names(*info).find("__tsan_") != std::string_view::npos;
    known.push_back({begin, begin + h.p_memsz, instrumented});
    return 1;
  }
  return 0;
}

}  // namespace

bool in_instrumented_code(const void* p) noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(p);
  for (int attempt = 0; attempt < 2; ++attempt) {
    for (const known_code& k : known)
      if (at >= k.begin && at < k.end) return k.instrumented;
    dl_iterate_phdr(learn, const_cast<void*>(p));
  }
  return false;
}

}  // namespace selvage::engine
