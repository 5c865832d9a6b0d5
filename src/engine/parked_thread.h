#pragma once

namespace selvage::engine {

struct thread;

/// Creates the pthread whose thread-local storage and stack `t` borrows, and parks it in the kernel for ever.
/// Fills in handle, tp and stack_top. Throws std::system_error when the system has no more threads.
void park_new_thread(thread& t);

}  // namespace selvage::engine
