#pragma once

namespace selvage::engine {

struct thread;

/// Creates the pthread whose thread-local storage and stack `t` borrows, and parks it in the kernel for ever.
/// Fills in handle, ctx and stack_top. Throws std::system_error when the system has no more threads.
void park_new_thread(thread& t);

/// True when `p` points into the stack on which `t` runs.
[[nodiscard]] bool on_stack_of(const thread& t, const void* p) noexcept;

}  // namespace selvage::engine
