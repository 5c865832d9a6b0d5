#include "src/engine/os_thread_pointer.h"

namespace selvage::engine {

asm(R"(
# A thread-local variable reached through FS itself: each OS thread's own, whatever the words at the thread pointer say.
.hidden selvage_own_tp
.type selvage_own_tp, @object
.section .tbss,"awT",@nobits
.balign 8
selvage_own_tp:
  .zero 8
.size selvage_own_tp, 8
.text
.hidden selvage_get_own_tp
.type selvage_get_own_tp, @function
selvage_get_own_tp:
  movq selvage_own_tp@gottpoff(%rip), %rax
  movq %fs:(%rax), %rax
  ret
.hidden selvage_set_own_tp
.type selvage_set_own_tp, @function
selvage_set_own_tp:
  movq selvage_own_tp@gottpoff(%rip), %rax
  movq %rdi, %fs:(%rax)
  ret
.hidden selvage_own_tp_end
selvage_own_tp_end:
.size selvage_get_own_tp, selvage_set_own_tp-selvage_get_own_tp
.size selvage_set_own_tp, selvage_own_tp_end-selvage_set_own_tp
)");

extern "C" {
std::uintptr_t selvage_get_own_tp() noexcept;
void selvage_set_own_tp(std::uintptr_t tp) noexcept;
void selvage_own_tp_end() noexcept;
}

std::uintptr_t os_thread_pointer() noexcept {
  std::uintptr_t tp = selvage_get_own_tp();
  if (tp != 0) return tp;
  // `choose_switch` comes here before the first exchange, and other OS threads never exchange.
  tp = thread_pointer();
  selvage_set_own_tp(tp);
  return tp;
}

bool is_os_thread_pointer_code(const void* code) noexcept {
  return code >= reinterpret_cast<const void*>(&selvage_get_own_tp) &&
         code < reinterpret_cast<const void*>(&selvage_own_tp_end);
}

}  // namespace selvage::engine
