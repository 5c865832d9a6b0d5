#pragma once

namespace selvage::engine {

struct thread;

/// From now on the executable's globals are part of the snapshot, and those of the C++ runtime that it uses: the
/// process is a whole program under exploration. Takes no snapshot by itself.
void include_program() noexcept;

/// From the next snapshot on, no page is write-protected to notice the first write to it: a debugger would stop at the
/// fault. For a process of few executions.
void leave_globals_unguarded() noexcept;

/// Takes the globals of every loaded shared library but the system's, and what libraries allocated while they were
/// loaded (loading.h), as what each execution begins with. Executables are left alone unless `include_program` was
/// called.
void snapshot_globals();

/// After a fault at `address`: true when it was the first write to a page of the snapshot that was protected to notice
/// it. The page is writable then, and copied from here on. Async-signal-safe.
[[nodiscard]] bool write_to_guarded(const void* address) noexcept;

/// Takes the protection off all pages: the program is to handle SIGSEGV itself.
void unguard_globals() noexcept;

/// True when `p` points into the globals of the snapshot.
[[nodiscard]] bool in_image(const void* p) noexcept;

/// True when `p` points into the code of a library whose globals are in the snapshot.
[[nodiscard]] bool in_restored_code(const void* p) noexcept;

/// True when `p` points into the code of an image that calls the sanitizer's functions. Remembered for each image.
[[nodiscard]] bool in_instrumented_code(const void* p) noexcept;

/// Calls `visit(context, begin, end)` for each range of the snapshot's globals, of the memory allocated while loading
/// that is not freed, and of `t`'s thread-local variables.
void visit_variables(const thread& t, void (*visit)(void* context, const char* begin, const char* end), void* context);

/// Puts the snapshot back. Cost: a comparison of those libraries' writable data, and a copy of the pages that some
/// execution has written and of what they allocated.
void restore_globals() noexcept;

/// Makes `t`'s thread-local variables, in every image but libc, as a new thread has them.
void restore_thread_locals(thread& t);

}  // namespace selvage::engine
