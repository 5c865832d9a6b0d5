#include "src/run/not_instrumented.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "src/engine/image.h"

namespace selvage::run {
namespace {

namespace fs = std::filesystem;

/// An ELF file, open for reading; none when it cannot be.
class elf_file {
 public:
  explicit elf_file(const std::string& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    elf_version(EV_CURRENT);
    if (descriptor_ >= 0) elf_ = elf_begin(descriptor_, ELF_C_READ_MMAP, nullptr);
  }
  ~elf_file() {
    elf_end(elf_);
    if (descriptor_ >= 0) close(descriptor_);
  }
  elf_file(const elf_file&) = delete;
  elf_file& operator=(const elf_file&) = delete;

  /// `visit(name, symbol)` for each symbol of the table of that type (SHT_SYMTAB, SHT_DYNSYM), in its order.
  template <class F>
  void each_symbol(GElf_Word type, F visit) const {
    each_section(type, [&](const GElf_Shdr& header, Elf_Data* data) {
      GElf_Sym s;
      for (int i = 0; gelf_getsym(data, i, &s) != nullptr; ++i) visit(text(header.sh_link, s.st_name), s);
    });
  }

  /// Whether it needs a library whose name begins so.
  [[nodiscard]] bool needs(std::string_view library) const {
    bool found = false;
    each_section(SHT_DYNAMIC, [&](const GElf_Shdr& header, Elf_Data* data) {
      GElf_Dyn d;
      for (int i = 0; gelf_getdyn(data, i, &d) != nullptr; ++i)
        found |= d.d_tag == DT_NEEDED && text(header.sh_link, d.d_un.d_val).starts_with(library);
    });
    return found;
  }

 private:
  template <class F>
  void each_section(GElf_Word type, F visit) const {
    for (Elf_Scn* s = elf_nextscn(elf_, nullptr); s != nullptr; s = elf_nextscn(elf_, s)) {
      GElf_Shdr header;
      if (gelf_getshdr(s, &header) == nullptr || header.sh_type != type) continue;
      if (Elf_Data* const data = elf_getdata(s, nullptr); data != nullptr) visit(header, data);
    }
  }

  [[nodiscard]] std::string_view text(std::size_t section, std::size_t offset) const {
    const char* const t = elf_strptr(elf_, section, offset);
    return t == nullptr ? std::string_view() : t;
  }

  int descriptor_;
  Elf* elf_{};
};

/// Calls of libc's that threads are made and ordered with.
bool of_threads(std::string_view name) noexcept {
  return std::ranges::any_of(std::initializer_list<std::string_view>{"pthread_", "sem_", "thrd_", "mtx_", "cnd_"},
                             [name](std::string_view prefix) { return name.starts_with(prefix); });
}

bool uses_threads_or_cpp(const elf_file& file) {
  bool uses = file.needs("libstdc++.so") || file.needs("libc++.so");
  file.each_symbol(SHT_DYNSYM, [&](std::string_view name, const GElf_Sym& s) {
    uses |= s.st_shndx == SHN_UNDEF && of_threads(name);
  });
  return uses;
}

bool is_cpp(std::string_view source) noexcept {
  const auto dot = source.rfind('.');
  if (dot == source.npos) return false;
  const auto extension = source.substr(dot);
  return extension == ".cpp" || extension == ".cc" || extension == ".cxx" || extension == ".C" || extension == ".c++";
}

/// The C++ sources of `file` that were compiled without the instrumentation. In a symbol table a source file's local
/// symbols stand behind its name; of those that are instrumented, the constructor that begins the sanitizer is one
/// (clang's first, then g++'s).
std::vector<std::string> sources_without(const elf_file& file) {
  std::vector<std::string> result;
  std::string_view source;
  bool instrumented = true;
  const auto end_source = [&] {
    if (!instrumented && is_cpp(source)) result.emplace_back(source);
  };
  file.each_symbol(SHT_SYMTAB, [&](std::string_view name, const GElf_Sym& s) {
    if (GELF_ST_TYPE(s.st_info) == STT_FILE) {
      end_source();
      source = name;
      instrumented = false;
    } else if (name == "tsan.module_ctor" || name.starts_with("_sub_I_00099_")) {
      instrumented = true;
    }
  });
  end_source();
  return result;
}

bool is_systems(const fs::path& image) {
  const auto of_system = [](std::string_view p) {
    return (p.starts_with("/usr/") && !p.starts_with("/usr/local/")) || p.starts_with("/lib");
  };
  std::error_code nowhere;
  return of_system(image.native()) || of_system(fs::canonical(image, nowhere).native());
}

/// The engine, and the sanitizer's runtime behind it.
bool is_engines(const fs::path& image) {
  const auto name = image.filename().native();
  return name.starts_with("libselvage_run") || name.starts_with("libclang_rt.");
}

const void* code_of(const dl_phdr_info& info) noexcept {
  for (int i = 0; i < info.dlpi_phnum; ++i)
    if (const auto& h = info.dlpi_phdr[i]; h.p_type == PT_LOAD && (h.p_flags & PF_X) != 0)
      return reinterpret_cast<const void*>(info.dlpi_addr + h.p_vaddr);
  return nullptr;
}

struct image {
  fs::path path;
  const void* code;
};

std::vector<image> images() {
  std::vector<image> all;
  dl_iterate_phdr(
      [](dl_phdr_info* info, std::size_t, void* list) {
        auto& to = *static_cast<std::vector<image>*>(list);
        const bool executable = to.empty();
        std::error_code nowhere;
        to.push_back({executable ? fs::read_symlink("/proc/self/exe", nowhere) : fs::path(info->dlpi_name), code_of(*info)});
        return 0;
      },
      &all);
  return all;
}

}  // namespace

std::vector<unseen_code> not_instrumented() {
  std::vector<unseen_code> result;
  const auto all = images();
  for (const image& i : all) {
    const bool executable = &i == all.data();
    // The vDSO has no file.
    if (i.code == nullptr || !i.path.has_parent_path() || is_engines(i.path) || (!executable && is_systems(i.path))) continue;
    const elf_file file(i.path);
    const auto name = i.path.filename().string();
    if (engine::in_instrumented_code(i.code)) {
      if (auto sources = sources_without(file); !sources.empty()) result.push_back({name, std::move(sources)});
    } else if (uses_threads_or_cpp(file)) {
      result.push_back({name, {}});
    }
  }
  return result;
}

}  // namespace selvage::run
