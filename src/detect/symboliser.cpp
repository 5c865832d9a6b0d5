#include "src/detect/symboliser.h"

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace selvage::detect {

struct symboliser::state {
  Dwfl_Callbacks callbacks{};
  char* debuginfo_path{};
  Dwfl* dwfl{};
};

namespace {

std::string readable(const char* name) {
  if (name == nullptr) return {};
  if (!std::string_view(name).starts_with("_Z")) return name;  // a plain "g" would be read as a type's encoding
  int status = 0;
  char* plain = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string text = plain != nullptr ? plain : name;
  std::free(plain);
  return text;
}

/// Debugging information for lines alone has names without their namespaces: then the linker's name is better, which
/// only a function that is not inlined has.
const char* best_name(Dwarf_Die* die, const char* symbol) {
  Dwarf_Attribute a;
  if (Dwarf_Attribute* found = dwarf_attr_integrate(die, DW_AT_linkage_name, &a); found != nullptr)
    return dwarf_formstring(found);
  return dwarf_tag(die) == DW_TAG_subprogram && symbol != nullptr ? symbol : dwarf_diename(die);
}

std::string file_name(const char* path) { return path != nullptr ? path : ""; }

std::string call_file(Dwarf_Die* unit, Dwarf_Die* inlined) {
  Dwarf_Attribute a;
  Dwarf_Word index = 0;
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  if (dwarf_formudata(dwarf_attr(inlined, DW_AT_call_file, &a), &index) != 0) return {};
  if (dwarf_getsrcfiles(unit, &files, &count) != 0 || index >= count) return {};
  return file_name(dwarf_filesrc(files, index, nullptr, nullptr));
}

unsigned call_line(Dwarf_Die* inlined) {
  Dwarf_Attribute a;
  Dwarf_Word line = 0;
  return dwarf_formudata(dwarf_attr(inlined, DW_AT_call_line, &a), &line) == 0 ? static_cast<unsigned>(line) : 0;
}

bool may_hold_functions(int tag) {
  return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

bool has_code(int tag) {
  return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block ||
         tag == DW_TAG_try_block || tag == DW_TAG_catch_block;
}

// The functions around `pc`, outermost first. Not dwarf_getscopes: it does not look into namespaces.
bool functions_around(Dwarf_Die* parent, Dwarf_Addr pc, std::vector<Dwarf_Die>& into) {
  Dwarf_Die child;
  if (dwarf_child(parent, &child) != 0) return false;
  do {
    const int tag = dwarf_tag(&child);
    if (has_code(tag) && dwarf_haspc(&child, pc) == 1) {
      if (tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine) into.push_back(child);
      functions_around(&child, pc, into);
      return true;
    }
    if (may_hold_functions(tag) && functions_around(&child, pc, into)) return true;
  } while (dwarf_siblingof(&child, &child) == 0);
  return false;
}

// Innermost first, each with the place it was called from once the next one out is known.
void add_scopes(std::vector<engine::frame>& into, Dwarf_Die* unit, Dwarf_Addr pc, const char* symbol,
                engine::frame innermost) {
  std::vector<Dwarf_Die> around;
  functions_around(unit, pc, around);
  for (auto die = around.rbegin(); die != around.rend(); ++die) {
    innermost.function = readable(best_name(&*die, symbol));
    into.push_back(innermost);
    if (dwarf_tag(&*die) == DW_TAG_subprogram) break;
    innermost.file = call_file(unit, &*die);
    innermost.line = call_line(&*die);
  }
}

// Not dwfl_module_addrdie: it needs .debug_aranges, which clang leaves out.
Dwarf_Die* unit_around(Dwfl_Module* module, Dwarf_Addr pc, Dwarf_Addr& bias) {
  Dwarf_Die* unit = nullptr;
  while ((unit = dwfl_module_nextcu(module, unit, &bias)) != nullptr)
    if (dwarf_haspc(unit, pc - bias) == 1) return unit;
  return nullptr;
}

}  // namespace

symboliser::symboliser() : state_(std::make_unique<state>()) {
  state_->callbacks.find_elf = dwfl_linux_proc_find_elf;
  state_->callbacks.find_debuginfo = dwfl_standard_find_debuginfo;
  state_->callbacks.debuginfo_path = &state_->debuginfo_path;
  state_->dwfl = dwfl_begin(&state_->callbacks);
  if (state_->dwfl == nullptr) return;
  dwfl_linux_proc_report(state_->dwfl, getpid());
  dwfl_report_end(state_->dwfl, nullptr, nullptr);
}

symboliser::~symboliser() {
  if (state_->dwfl != nullptr) dwfl_end(state_->dwfl);
}

std::vector<engine::frame> symboliser::frames(std::uintptr_t return_address) {
  const Dwarf_Addr pc = return_address - 1;
  engine::frame f;
  f.address = return_address;
  std::vector<engine::frame> result;
  Dwfl_Module* module = state_->dwfl != nullptr ? dwfl_addrmodule(state_->dwfl, pc) : nullptr;
  if (module == nullptr) return {f};
  Dwarf_Addr bias = 0;
  if (Dwarf_Die* unit = unit_around(module, pc, bias); unit != nullptr) {
    if (Dwarf_Line* line = dwarf_getsrc_die(unit, pc - bias); line != nullptr) {
      int number = 0;
      dwarf_lineno(line, &number);
      f.file = file_name(dwarf_linesrc(line, nullptr, nullptr));
      f.line = static_cast<unsigned>(number);
    }
    add_scopes(result, unit, pc - bias, dwfl_module_addrname(module, pc), f);
  }
  if (!result.empty()) return result;
  f.function = readable(dwfl_module_addrname(module, pc));
  return {f};
}

std::string symboliser::symbol(std::uintptr_t address) {
  Dwfl_Module* module = state_->dwfl != nullptr ? dwfl_addrmodule(state_->dwfl, address) : nullptr;
  const char* name = module != nullptr ? dwfl_module_addrname(module, address) : nullptr;
  return name != nullptr ? name : "";
}

std::string symboliser::variable(const void* address) {
  const auto at = reinterpret_cast<std::uintptr_t>(address);
  Dwfl_Module* module = state_->dwfl != nullptr ? dwfl_addrmodule(state_->dwfl, at) : nullptr;
  if (module == nullptr) return {};
  GElf_Off offset = 0;
  GElf_Sym symbol;
  const char* name = dwfl_module_addrinfo(module, at, &offset, &symbol, nullptr, nullptr, nullptr);
  if (name == nullptr || GELF_ST_TYPE(symbol.st_info) != STT_OBJECT) return {};
  std::string text = readable(name);
  if (offset != 0) text += " + " + std::to_string(offset);
  return text;
}

}  // namespace selvage::detect
