// Finds code that does not go through the word at the thread pointer, without decoding every instruction: what is
// searched for is exact in its operands (an offset within the executable's thread-local storage, or a register that was
// loaded with one just before), so that other bytes hardly ever look like it. Where they do, the price is a slower
// switch. Not found: code whose only uses of thread-local variables are of another translation unit's and stand far
// behind the load of their offset.

#include "src/engine/direct_thread_locals.h"

#include <link.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include "src/engine/os_thread_pointer.h"

namespace selvage::engine {
namespace {

constexpr unsigned char fs_prefix = 0x64;

/// The memory operand of the instruction that begins at `at`, behind its FS prefix.
struct operand {
  int base{-1};   ///< register numbers; -1: none
  int index{-1};
  bool displaced{};
  std::int32_t displacement{};  ///< where there is no base
};

std::int32_t number_at(const unsigned char* p) noexcept {
  std::int32_t n;
  std::memcpy(&n, p, sizeof n);
  return n;
}

/// Past legacy prefixes, REX or VEX and the opcode; `rex` gets the bits that extend registers (X: 2, B: 1).
const unsigned char* past_opcode(const unsigned char* p, const unsigned char* end, unsigned& rex) noexcept {
  rex = 0;
  while (p < end && (*p == 0x66 || *p == 0xf2 || *p == 0xf3 || *p == 0xf0)) ++p;
  if (p + 4 < end && (*p == 0xc5 || *p == 0xc4)) {  // VEX, its X and B inverted
    const bool three = *p == 0xc4;
    if (three) rex = static_cast<unsigned>(~p[1] >> 5) & 3U;
    return p + (three ? 4 : 3);
  }
  if (p < end && (*p & 0xf0) == 0x40) rex = *p++ & 3U;
  if (p >= end) return end;
  if (*p != 0x0f) return p + 1;
  if (++p < end && (*p == 0x38 || *p == 0x3a)) ++p;
  return p + 1;
}

std::optional<operand> operand_after_prefix(const unsigned char* p, const unsigned char* end) noexcept {
  unsigned rex = 0;
  p = past_opcode(p, end, rex);
  if (p + 6 > end) return std::nullopt;
  const unsigned mod = *p >> 6;
  const unsigned rm = *p & 7U;
  if (mod == 3) return std::nullopt;
  ++p;
  operand o{.displaced = mod != 0};
  if (rm == 4) {
    const unsigned base = *p & 7U;
    const unsigned index = (*p >> 3) & 7U;
    ++p;
    if (index != 4 || (rex & 2U) != 0) o.index = static_cast<int>(index + ((rex & 2U) << 2));
    if (base == 5 && mod == 0) {
      o.displacement = number_at(p);
      return o;
    }
    o.base = static_cast<int>(base + ((rex & 1U) << 3));
  } else {
    if (rm == 5 && mod == 0) return std::nullopt;  // relative to the instruction pointer
    o.base = static_cast<int>(rm + ((rex & 1U) << 3));
  }
  return o;
}

/// How far behind the load of an offset its use is searched for. Words that hold offsets are unmistakable; constants are
/// not: those of variables that are as aligned as an int are believed when the use is near, others when it follows.
constexpr std::ptrdiff_t reach_of_slot = 256;
constexpr std::ptrdiff_t reach_of_constant = 24;
constexpr std::ptrdiff_t reach_of_next = 1;

/// Opcodes that read or write memory in compiled code; most bytes that only look like an instruction have another.
bool usual_opcode(const unsigned char* p, const unsigned char* end) noexcept {
  while (p < end && (*p == 0x66 || *p == 0xf2 || *p == 0xf3 || (*p & 0xf0) == 0x40)) ++p;
  if (p >= end) return false;
  constexpr unsigned char usual[] = {0x01, 0x03, 0x09, 0x0b, 0x0f, 0x21, 0x23, 0x29, 0x2b, 0x31, 0x33, 0x38, 0x39,
                                     0x3a, 0x3b, 0x63, 0x80, 0x81, 0x83, 0x84, 0x85, 0x87, 0x88, 0x89, 0x8a, 0x8b,
                                     0xc4, 0xc5, 0xc6, 0xc7, 0xf6, 0xf7, 0xfe, 0xff};
  return std::find(std::begin(usual), std::end(usual), *p) != std::end(usual);
}

struct loaded_offset {
  int reg{-1};
  std::ptrdiff_t reach{};
};

/// The register that the instruction at `p` loads with an offset of a thread-local variable.
std::optional<loaded_offset> offset_loaded_at(const unsigned char* p, const unsigned char* end,
                                              const thread_local_layout& layout) noexcept {
  if (p + 7 > end || (*p & 0xf8) != 0x48) return std::nullopt;
  const std::int32_t value = number_at(p + 3);
  if (p[1] == 0x8b && (p[2] & 0xc7) == 0x05) {  // mov value(%rip), register
    const auto slot = reinterpret_cast<std::uintptr_t>(p + 7) + static_cast<std::uintptr_t>(std::intptr_t{value});
    if (std::find(layout.offset_slots.begin(), layout.offset_slots.end(), slot) == layout.offset_slots.end())
      return std::nullopt;
    return loaded_offset{((p[2] >> 3) & 7) + ((p[0] & 4) << 1), reach_of_slot};
  }
  if (p[1] == 0xc7 && (p[2] & 0xf8) == 0xc0 && value < 0 && value >= -layout.bytes)  // mov $value, register
    return loaded_offset{(p[2] & 7) + ((p[0] & 1) << 3), value % 4 == 0 ? reach_of_constant : reach_of_next};
  return std::nullopt;
}

bool uses_register(const unsigned char* p, const unsigned char* end, const loaded_offset& loaded) noexcept {
  const unsigned char* const last = p + std::min<std::ptrdiff_t>(end - p, loaded.reach);
  for (; p < last; ++p) {
    if (*p != fs_prefix || !usual_opcode(p + 1, end)) continue;
    const auto o = operand_after_prefix(p + 1, end);
    if (o && !o->displaced && (o->base == loaded.reg || o->index == loaded.reg)) return true;
  }
  return false;
}

// ---- the loaded images ----

std::string_view file_of(const dl_phdr_info& info) noexcept {
  const std::string_view path = info.dlpi_name;
  return path.substr(path.find_last_of('/') + 1);
}

bool is_known(std::string_view file) noexcept {
  constexpr std::string_view known[] = {"libc.so.",     "libm.so.",   "libmvec.so.",     "libpthread.so.", "libdl.so.",
                                        "librt.so.",    "libutil.so", "libresolv.so.",   "libnsl.so.",     "libnss_",
                                        "libanl.so.",   "ld-linux",   "linux-vdso",      "libselvage",     "libthread_db",
                                        "libclang_rt.", "libtsan.so", "libBrokenLocale"};
  return std::any_of(std::begin(known), std::end(known), [&](std::string_view k) { return file.starts_with(k); });
}

const ElfW(Dyn) * dynamic_of(const dl_phdr_info& info) noexcept {
  for (int i = 0; i < info.dlpi_phnum; ++i)
    if (info.dlpi_phdr[i].p_type == PT_DYNAMIC)
      return reinterpret_cast<const ElfW(Dyn)*>(info.dlpi_addr + info.dlpi_phdr[i].p_vaddr);
  return nullptr;
}

std::uintptr_t entry(const dl_phdr_info& info, ElfW(Sxword) tag) noexcept {
  for (const auto* d = dynamic_of(info); d != nullptr && d->d_tag != DT_NULL; ++d)
    if (d->d_tag == tag) return d->d_un.d_val;
  return 0;
}

/// The words of an image that the linker fills with offsets of thread-local variables.
std::vector<std::uintptr_t> offset_slots(const dl_phdr_info& info) {
  std::vector<std::uintptr_t> slots;
  std::uintptr_t at = entry(info, DT_RELA);
  if (at != 0 && at < info.dlpi_addr) at += info.dlpi_addr;  // glibc relocates this entry in place
  const auto* r = reinterpret_cast<const ElfW(Rela)*>(at);
  for (std::size_t n = entry(info, DT_RELASZ) / sizeof *r; at != 0 && n-- != 0; ++r)
    if (ELF64_R_TYPE(r->r_info) == R_X86_64_TPOFF64) slots.push_back(info.dlpi_addr + r->r_offset);
  return slots;
}

bool executable_is_direct(const dl_phdr_info& info) {
  const std::vector<std::uintptr_t> slots = offset_slots(info);
  thread_local_layout layout{.offset_slots = slots};
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info.dlpi_phdr[i];
    if (h.p_type == PT_TLS) layout.bytes = static_cast<std::int64_t>((h.p_memsz + h.p_align - 1) / h.p_align * h.p_align);
  }
  if (layout.bytes == 0 && slots.empty()) return false;
  for (int i = 0; i < info.dlpi_phnum; ++i) {
    const ElfW(Phdr)& h = info.dlpi_phdr[i];
    if (h.p_type != PT_LOAD || (h.p_flags & PF_X) == 0) continue;
    const auto* const begin = reinterpret_cast<const unsigned char*>(info.dlpi_addr + h.p_vaddr);
    if (has_direct_thread_locals({begin, h.p_filesz}, layout)) return true;
  }
  return false;
}

struct search {
  bool executable{true};
  std::string found;
};

int visit(dl_phdr_info* info, std::size_t, void* data) {
  auto& s = *static_cast<search*>(data);
  if (s.executable) {
    s.executable = false;
    if (executable_is_direct(*info)) s.found = program_invocation_short_name;
  } else if (const auto file = file_of(*info); !is_known(file) && (entry(*info, DT_FLAGS) & DF_STATIC_TLS) != 0) {
    s.found = file;
  }
  return s.found.empty() ? 0 : 1;
}

}  // namespace

bool has_direct_thread_locals(std::span<const unsigned char> code, const thread_local_layout& layout) {
  const unsigned char* const end = code.data() + code.size();
  for (const unsigned char* p = code.data(); p < end; ++p) {
    if (*p == fs_prefix) {
      const auto o = operand_after_prefix(p + 1, end);
      if (o && o->base < 0 && o->displacement < 0 && o->displacement >= -layout.bytes) return true;
    } else if (const auto loaded = offset_loaded_at(p, end, layout);
               loaded && uses_register(p + 7, end, *loaded) && !is_os_thread_pointer_code(p)) {
      return true;
    }
  }
  return false;
}

std::string image_with_direct_thread_locals() {
  search s;
  dl_iterate_phdr(visit, &s);
  return s.found;
}

}  // namespace selvage::engine
