#pragma once

namespace selvage::engine {

struct thread;

/// Takes the globals of every loaded shared library but the system's as what each execution begins with.
/// Executables are left alone.
void snapshot_globals();

/// Puts them back. Cost: a copy of those libraries' writable data.
void restore_globals() noexcept;

/// Makes `t`'s thread-local variables, in every image but libc, as a new thread has them.
void restore_thread_locals(thread& t);

}  // namespace selvage::engine
