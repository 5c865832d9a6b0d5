#include "src/engine/image.h"

#include <link.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "src/engine/loading.h"
#include "src/engine/runtime.h"
#include "src/engine/thread.h"

extern "C" void* __tls_get_addr(void*);

namespace selvage::engine {
namespace {

struct region {
  char* begin;
  std::vector<char> bytes;
  bool guarded;  ///< its pages are write-protected until an execution writes to them
};

/// A piece of a region, at most a page. Most are never written. Of a guarded region the first write is noticed when it
/// happens; others are compared, because the kernel refuses to write to a protected page where a program has asked it to.
struct piece {
  char* begin;
  const char* saved;
  std::size_t size;
};

constexpr std::uintptr_t page_bytes = 4096;
alignas(64) constexpr char zeros[page_bytes]{};  // in place of the saved bytes of pages of zeros: it stays in the cache

struct tls_image {
  std::size_t module;
  const void* initial;
  std::size_t initial_bytes;
  std::size_t total_bytes;
};

struct tls_block {
  char* begin;
  const tls_image* image;
};

struct code_range {
  std::uintptr_t begin;
  std::uintptr_t end;
};

std::vector<region> globals;
std::vector<piece> written;    // by some execution
std::vector<piece> unwritten;  // by none so far
std::vector<piece> guarded;    // by none so far, and protected
std::vector<code_range> code;  // of the libraries that own them
std::vector<char> allocated_while_loading;
std::vector<tls_image> tls_images;
unsigned generation = 0;
bool whole_program = false;
bool guards = true;

struct resolved_thread {
  unsigned generation;
  std::vector<tls_block> blocks;
};
std::array<resolved_thread, max_threads> resolved;  // by thread id

bool belongs_to(std::string_view path, std::initializer_list<std::string_view> names) {
  const std::string_view file = path.substr(path.find_last_of('/') + 1);
  return std::any_of(names.begin(), names.end(), [&](std::string_view n) { return file.starts_with(n); });
}

void add_globals(const dl_phdr_info& info, bool guard) {
  std::uintptr_t relro_end = 0;
  for (int i = 0; i < info.dlpi_phnum; ++i)
    if (info.dlpi_phdr[i].p_type == PT_GNU_RELRO)
      relro_end = (info.dlpi_addr + info.dlpi_phdr[i].p_vaddr + info.dlpi_phdr[i].p_memsz) & ~std::uintptr_t{4095};
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info.dlpi_phdr[i];
    if (h.p_type == PT_LOAD && (h.p_flags & PF_X) != 0)
      code.push_back({info.dlpi_addr + h.p_vaddr, info.dlpi_addr + h.p_vaddr + h.p_memsz});
    if (h.p_type != PT_LOAD || (h.p_flags & PF_W) == 0) continue;
    const std::uintptr_t first = std::max(info.dlpi_addr + h.p_vaddr, relro_end);
    const std::uintptr_t last = info.dlpi_addr + h.p_vaddr + h.p_memsz;
    if (first >= last) continue;
    auto* begin = reinterpret_cast<char*>(first);
    globals.push_back({begin, std::vector<char>(begin, begin + (last - first)), guard});
  }
}

void add_thread_locals(const dl_phdr_info& info) {
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info.dlpi_phdr[i];
    if (h.p_type == PT_TLS && h.p_memsz != 0)
      tls_images.push_back({info.dlpi_tls_modid, reinterpret_cast<const void*>(info.dlpi_addr + h.p_vaddr), h.p_filesz, h.p_memsz});
  }
}

int visit(dl_phdr_info* info, std::size_t, void* data) {
  bool& first = *static_cast<bool*>(data);
  const bool executable = first;
  first = false;
  const std::string_view path = info->dlpi_name;
  // libc's thread-local variables include its allocator's caches and locale: they are the parked thread's own. The
  // libraries that read debugging information and recorded histories are here for the tool.
  if (belongs_to(path, {"libc.so", "ld-linux", "linux-vdso", "libselvage", "libclang_rt", "libtsan", "libdw.", "libdw-", "libelf", "libz.", "liblzma", "libbz2", "libsimdjson"})) return 0;
  add_thread_locals(*info);
  // No program asks the kernel to write to the globals of the C++ runtime.
  const bool runtime = belongs_to(path, {"libstdc++.so"});
  if (whole_program && (executable || runtime))
    add_globals(*info, runtime);
  else if (!executable && !runtime && !belongs_to(path, {"libm.so", "libgcc_s.so", "libtsan", "libdl.so", "libpthread.so"}))
    add_globals(*info, false);
  return 0;
}

void* page_of(const void* p) noexcept {
  return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(p) & ~(page_bytes - 1));
}

void cut_in_pieces() {
  unguard_globals();
  written.clear();
  unwritten.clear();
  for (const region& r : globals) {
    char* const end = r.begin + r.bytes.size();
    for (char* p = r.begin; p < end;) {
      const std::size_t to_next = page_bytes - reinterpret_cast<std::uintptr_t>(p) % page_bytes;
      const std::size_t size = std::min(to_next, static_cast<std::size_t>(end - p));
      const char* const saved = r.bytes.data() + (p - r.begin);
      (r.guarded && guards ? guarded : unwritten).push_back({p, std::memcmp(saved, zeros, size) == 0 ? zeros : saved, size});
      p += size;
    }
  }
  // Nothing is allocated where a write is noticed.
  written.reserve(unwritten.size() + guarded.size());
  std::erase_if(guarded, [](const piece& p) {
    if (mprotect(page_of(p.begin), page_bytes, PROT_READ) == 0) return false;
    unwritten.push_back(p);
    return true;
  });
}

}  // namespace

void include_program() noexcept { whole_program = true; }

void leave_globals_unguarded() noexcept { guards = false; }

void snapshot_globals() {
  globals.clear();
  code.clear();
  tls_images.clear();
  ++generation;
  bool first = true;
  dl_iterate_phdr(visit, &first);
  cut_in_pieces();
  allocated_while_loading.assign(loaded.used().begin(), loaded.used().end());
}

bool write_to_guarded(const void* address) noexcept {
  for (piece& p : guarded) {
    if (page_of(p.begin) != page_of(address)) continue;
    mprotect(page_of(p.begin), page_bytes, PROT_READ | PROT_WRITE);
    written.push_back(p);
    p = guarded.back();
    guarded.pop_back();
    return true;
  }
  return false;
}

void unguard_globals() noexcept {
  while (!guarded.empty() && write_to_guarded(guarded.back().begin)) {
  }
}

bool in_image(const void* p) noexcept {
  return std::any_of(globals.begin(), globals.end(),
                     [p](const region& r) { return p >= r.begin && p < r.begin + r.bytes.size(); });
}

bool in_restored_code(const void* p) noexcept {
  const auto at = reinterpret_cast<std::uintptr_t>(p);
  return std::any_of(code.begin(), code.end(), [at](const code_range& r) { return at >= r.begin && at < r.end; });
}

void visit_variables(const thread& t, void (*visit)(void*, const char*, const char*), void* context) {
  for (const region& r : globals) visit(context, r.begin, r.begin + r.bytes.size());
  for (const tls_block& b : resolved[t.id].blocks) visit(context, b.begin, b.begin + b.image->total_bytes);
  for (const char* b : loaded.blocks())
    if (loaded.is_live(b)) visit(context, b, b + loaded.size_of(b));
}

void restore_globals() noexcept {
  for (const piece& p : written) std::memcpy(p.begin, p.saved, p.size);
  std::erase_if(unwritten, [](const piece& p) {
    if (std::memcmp(p.begin, p.saved, p.size) == 0) return false;
    std::memcpy(p.begin, p.saved, p.size);
    written.push_back(p);
    return true;
  });
  if (!allocated_while_loading.empty())
    std::memcpy(loaded.used().data(), allocated_while_loading.data(), allocated_while_loading.size());
}

void restore_thread_locals(thread& t) {
  resolved_thread& r = resolved[t.id];
  if (r.generation != generation) {
    r.generation = generation;
    r.blocks.clear();
    for (const tls_image& image : tls_images) {
      // __tls_get_addr makes the block of the thread whose thread pointer is in force.
      struct {
        std::size_t module, offset;
      } index{image.module, 0};
      void* block = nullptr;
      rt.on_behalf_of(t, [&] { block = __tls_get_addr(&index); });
      r.blocks.push_back({static_cast<char*>(block), &image});
    }
  }
  for (const tls_block& b : r.blocks) {
    const tls_image& image = *b.image;
    if (image.initial_bytes != 0) std::memcpy(b.begin, image.initial, image.initial_bytes);
    char* p = b.begin + image.initial_bytes;
    std::size_t left = image.total_bytes - image.initial_bytes;
    // Most blocks are a few words: a call costs more than these stores.
    for (; left >= 8 && left <= 64; left -= 8, p += 8) std::memcpy(p, zeros, 8);
    if (left != 0) std::memset(p, 0, left);
  }
}

}  // namespace selvage::engine
