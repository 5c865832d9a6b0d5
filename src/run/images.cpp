#include "src/run/images.h"

#include <link.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "src/engine/engine.h"
#include "src/engine/image.h"

namespace selvage::run {
namespace {

struct segment {
  char* begin;
  std::vector<char> bytes;
};

std::vector<segment> unconstructed;

const ElfW(Dyn) * dynamic_of(const dl_phdr_info& info) {
  for (int i = 0; i < info.dlpi_phnum; ++i)
    if (info.dlpi_phdr[i].p_type == PT_DYNAMIC)
      return reinterpret_cast<const ElfW(Dyn)*>(info.dlpi_addr + info.dlpi_phdr[i].p_vaddr);
  return nullptr;
}

/// glibc relocates this entry in place.
const char* strings_of(const dl_phdr_info& info, const ElfW(Dyn) * d) {
  for (; d->d_tag != DT_NULL; ++d)
    if (d->d_tag == DT_STRTAB)
      return reinterpret_cast<const char*>(d->d_un.d_ptr < info.dlpi_addr ? info.dlpi_addr + d->d_un.d_ptr
                                                                          : d->d_un.d_ptr);
  return nullptr;
}

/// Linked by selvage-cc: then this library's constructors have run before its own.
bool made_for_exploration(const dl_phdr_info& info) {
  const auto* const first = dynamic_of(info);
  if (first == nullptr) return false;
  const char* const strings = strings_of(info, first);
  for (const auto* d = first; strings != nullptr && d->d_tag != DT_NULL; ++d)
    if (d->d_tag == DT_NEEDED && std::string_view(strings + d->d_un.d_val).starts_with("libselvage_run")) return true;
  return false;
}

void add_writable_segments(const dl_phdr_info& info) {
  std::uintptr_t read_only_end = 0;
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const auto& h = info.dlpi_phdr[i];
    if (h.p_type == PT_GNU_RELRO) read_only_end = (info.dlpi_addr + h.p_vaddr + h.p_memsz) & ~std::uintptr_t{4095};
  }
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const auto& h = info.dlpi_phdr[i];
    if (h.p_type != PT_LOAD || (h.p_flags & PF_W) == 0) continue;
    const auto begin = std::max(info.dlpi_addr + h.p_vaddr, read_only_end);
    const auto end = info.dlpi_addr + h.p_vaddr + h.p_memsz;
    if (begin >= end) continue;
    auto* const at = reinterpret_cast<char*>(begin);
    unconstructed.push_back({at, std::vector<char>(at, at + (end - begin))});
  }
}

struct image_functions {
  std::vector<program_images::constructor> constructors;
  std::vector<program_images::destructor> destructors;
};

template <class F>
void append_array(std::vector<F>& to, std::uintptr_t at, std::size_t bytes) {
  const auto* const first = reinterpret_cast<const F*>(at);
  for (std::size_t i = 0; i < bytes / sizeof(F); ++i)
    if (first[i] != nullptr && reinterpret_cast<std::intptr_t>(first[i]) != -1) to.push_back(first[i]);
}

image_functions functions_of(const dl_phdr_info& info, bool executable) {
  image_functions f;
  const auto* d = dynamic_of(info);
  if (d == nullptr) return f;
  std::uintptr_t preinit = 0, init = 0, init_array = 0, fini = 0, fini_array = 0;
  std::size_t preinit_bytes = 0, init_bytes = 0, fini_bytes = 0;
  for (; d->d_tag != DT_NULL; ++d) {
    const std::uintptr_t address = info.dlpi_addr + d->d_un.d_ptr;
    switch (d->d_tag) {
      case DT_PREINIT_ARRAY:
        preinit = address;
        break;
      case DT_PREINIT_ARRAYSZ:
        preinit_bytes = d->d_un.d_val;
        break;
      case DT_INIT:
        init = address;
        break;
      case DT_INIT_ARRAY:
        init_array = address;
        break;
      case DT_INIT_ARRAYSZ:
        init_bytes = d->d_un.d_val;
        break;
      case DT_FINI:
        fini = address;
        break;
      case DT_FINI_ARRAY:
        fini_array = address;
        break;
      case DT_FINI_ARRAYSZ:
        fini_bytes = d->d_un.d_val;
        break;
      default:
        break;
    }
  }
  if (executable) append_array(f.constructors, preinit, preinit_bytes);
  if (init != 0) f.constructors.push_back(reinterpret_cast<program_images::constructor>(init));
  append_array(f.constructors, init_array, init_bytes);
  append_array(f.destructors, fini_array, fini_bytes);
  std::reverse(f.destructors.begin(), f.destructors.end());
  if (fini != 0) f.destructors.push_back(reinterpret_cast<program_images::destructor>(fini));
  return f;
}

}  // namespace

void remember_unconstructed_libraries() {
  bool executable = true;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        bool& first = *static_cast<bool*>(data);
        if (!first && made_for_exploration(*info)) add_writable_segments(*info);
        first = false;
        return 0;
      },
      &executable);
}

program_images::program_images() {
  for (const segment& s : unconstructed) std::memcpy(s.begin, s.bytes.data(), s.bytes.size());
  unconstructed.clear();
  std::vector<image_functions> images;  // in the order of loading: who is needed stands behind who needs it
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* data) {
        auto& all = *static_cast<std::vector<image_functions>*>(data);
        const bool executable = all.empty();
        all.push_back(executable || made_for_exploration(*info) ? functions_of(*info, executable) : image_functions{});
        return 0;
      },
      &images);
  for (auto i = images.rbegin(); i != images.rend(); ++i)
    constructors_.insert(constructors_.end(), i->constructors.begin(), i->constructors.end());
  for (const auto& i : images) destructors_.insert(destructors_.end(), i.destructors.begin(), i.destructors.end());
  engine::include_program();
}

void program_images::construct(int argc, char** argv, char** environment) const {
  for (const constructor f : constructors_) f(argc, argv, environment);
}

void program_images::destruct() const {
  for (const destructor f : destructors_) f();
}

}  // namespace selvage::run
