#include "src/detect/places.h"

#include <link.h>

#include <charconv>
#include <cstdint>

#include "src/engine/descriptor_table.h"
#include "src/engine/heap.h"
#include "src/engine/loading.h"
#include "src/engine/parked_thread.h"
#include "src/engine/runtime.h"

namespace selvage::detect {
namespace {

using engine::arena;
using engine::loaded;
using engine::rt;

struct image_search {
  std::uintptr_t address{};  ///< looked for, or 0
  std::string name;          ///< looked for when there is no address; found otherwise
  std::uintptr_t base{};
  bool found{};
};

std::string base_name(std::string_view path) {
  return path.empty() ? "program" : std::string(path.substr(path.find_last_of('/') + 1));
}

int visit(dl_phdr_info* info, std::size_t, void* data) {
  auto& search = *static_cast<image_search*>(data);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info->dlpi_phdr[i];
    if (h.p_type != PT_LOAD) continue;
    const std::uintptr_t begin = info->dlpi_addr + h.p_vaddr;
    const bool here = search.address != 0 ? search.address >= begin && search.address < begin + h.p_memsz
                                          : base_name(info->dlpi_name) == search.name;
    if (!here) continue;
    search.name = base_name(info->dlpi_name);
    search.base = info->dlpi_addr;
    search.found = true;
    return 1;
  }
  return 0;
}

std::string hex(std::uintptr_t n) {
  char digits[17];
  const auto end = std::to_chars(digits, digits + sizeof digits, n, 16).ptr;
  return "0x" + std::string(digits, end);
}

std::optional<std::uintptr_t> number(std::string_view text, int base) {
  if (base == 16) {
    if (!text.starts_with("0x")) return std::nullopt;
    text.remove_prefix(2);
  }
  std::uintptr_t n = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return n;
}

}  // namespace

std::string place_text(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  if (const int n = engine::descriptors.number_at(address); n >= 0) return "descriptor " + std::to_string(n);
  if (arena.contains(address)) return "heap+" + hex(at - reinterpret_cast<std::uintptr_t>(arena.begin()));
  if (loaded.contains(address)) return "loaded+" + hex(at - reinterpret_cast<std::uintptr_t>(loaded.begin()));
  for (engine::thread_id t = 0; t < rt.thread_count(); ++t)
    if (on_stack_of(rt.at(t), address))
      return "stack " + std::to_string(t) + "-" + hex(reinterpret_cast<std::uintptr_t>(rt.at(t).stack_top) - at);
  image_search search;
  search.address = at;
  dl_iterate_phdr(visit, &search);
  return search.found ? search.name + "+" + hex(at - search.base) : "";
}

std::optional<const void*> place_named(std::string_view text) {
  const auto pointer = [](std::uintptr_t n) { return reinterpret_cast<const void*>(n); };
  if (text.starts_with("stack ")) {
    text.remove_prefix(6);
    const auto minus = text.find('-');
    if (minus == text.npos) return std::nullopt;
    const auto thread = number(text.substr(0, minus), 10);
    const auto below = number(text.substr(minus + 1), 16);
    if (!thread || !below || *thread >= engine::max_threads) return std::nullopt;
    return pointer(reinterpret_cast<std::uintptr_t>(rt.parked(static_cast<engine::thread_id>(*thread)).stack_top) -
                   *below);
  }
  const auto plus = text.rfind('+');
  if (plus == text.npos) return std::nullopt;
  const auto offset = number(text.substr(plus + 1), 16);
  if (!offset) return std::nullopt;
  const std::string_view where = text.substr(0, plus);
  if (where == "heap") return pointer(reinterpret_cast<std::uintptr_t>(arena.begin()) + *offset);
  if (where == "loaded") return pointer(reinterpret_cast<std::uintptr_t>(loaded.begin()) + *offset);
  image_search search;
  search.name = where;
  dl_iterate_phdr(visit, &search);
  if (!search.found) return std::nullopt;
  return pointer(search.base + *offset);
}

}  // namespace selvage::detect
