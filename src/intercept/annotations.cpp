// What code tells the sanitizer of its own accord: that it orders what no instrumentation sees, or that accesses are
// not to be looked at. (LLVM: sanitizer/tsan_interface.h, and the older dynamic annotations.)

#include <cstddef>
#include <cstdint>

#include "src/engine/runtime.h"
#include "src/intercept/control.h"

namespace {

using namespace selvage::engine;
using selvage::intercept::control;

/// No mutex or futex that has the same address is meant.
kernel_object& annotated(const volatile void* a) noexcept {
  constexpr std::uintptr_t nobodys = std::uintptr_t{1} << 63;
  const auto number = reinterpret_cast<std::uintptr_t>(a);
  return rt.objects.find(reinterpret_cast<const void*>(number | nobodys), kernel_kind::annotation);
}

bool somebody_watches() noexcept { return rt.watch != nullptr && rt.in_control(); }

void acquire(const volatile void* a) noexcept {
  if (!somebody_watches()) return;
  control c;
  rt.watch->acquired(annotated(a), hold::once);
}

void release(const volatile void* a) noexcept {
  if (!somebody_watches()) return;
  control c;
  rt.watch->released(annotated(a), hold::once);
}

void ignore_reads(bool on) noexcept {
  if (rt.in_control()) rt.current->ignored_reads += on ? 1 : -1;
}

void ignore_writes(bool on) noexcept {
  if (rt.in_control()) rt.current->ignored_writes += on ? 1 : -1;
}

void ignore(bool on) noexcept {
  ignore_reads(on);
  ignore_writes(on);
}

}  // namespace

SELVAGE_INTERCEPT void __tsan_acquire(void* a) { acquire(a); }
SELVAGE_INTERCEPT void __tsan_release(void* a) { release(a); }
SELVAGE_INTERCEPT void __tsan_ignore_thread_begin() { ignore(true); }
SELVAGE_INTERCEPT void __tsan_ignore_thread_end() { ignore(false); }

// A lock of the program's own.
SELVAGE_INTERCEPT void __tsan_mutex_create(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_destroy(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_pre_lock(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_post_lock(void* a, unsigned flags, int) {
  constexpr unsigned try_lock_failed = 1U << 5;
  if ((flags & try_lock_failed) == 0) acquire(a);
}
SELVAGE_INTERCEPT int __tsan_mutex_pre_unlock(void* a, unsigned) {
  release(a);
  return 0;
}
SELVAGE_INTERCEPT void __tsan_mutex_post_unlock(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_pre_signal(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_post_signal(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_pre_divert(void*, unsigned) {}
SELVAGE_INTERCEPT void __tsan_mutex_post_divert(void*, unsigned) {}

SELVAGE_INTERCEPT void AnnotateHappensBefore(const char*, int, const volatile void* a) { release(a); }
SELVAGE_INTERCEPT void AnnotateHappensAfter(const char*, int, const volatile void* a) { acquire(a); }
SELVAGE_INTERCEPT void WTFAnnotateHappensBefore(const char*, int, const volatile void* a) { release(a); }
SELVAGE_INTERCEPT void WTFAnnotateHappensAfter(const char*, int, const volatile void* a) { acquire(a); }
SELVAGE_INTERCEPT void AnnotateRWLockCreate(const char*, int, const volatile void*) {}
SELVAGE_INTERCEPT void AnnotateRWLockCreateStatic(const char*, int, const volatile void*) {}
SELVAGE_INTERCEPT void AnnotateRWLockDestroy(const char*, int, const volatile void*) {}
SELVAGE_INTERCEPT void AnnotateRWLockAcquired(const char*, int, const volatile void* a, long) { acquire(a); }
SELVAGE_INTERCEPT void AnnotateRWLockReleased(const char*, int, const volatile void* a, long) { release(a); }

SELVAGE_INTERCEPT void AnnotateIgnoreReadsBegin(const char*, int) { ignore_reads(true); }
SELVAGE_INTERCEPT void AnnotateIgnoreReadsEnd(const char*, int) { ignore_reads(false); }
SELVAGE_INTERCEPT void AnnotateIgnoreWritesBegin(const char*, int) { ignore_writes(true); }
SELVAGE_INTERCEPT void AnnotateIgnoreWritesEnd(const char*, int) { ignore_writes(false); }

// Nothing to do, and a race that is said to be benign is one all the same.
SELVAGE_INTERCEPT void AnnotateIgnoreSyncBegin(const char*, int) {}
SELVAGE_INTERCEPT void AnnotateIgnoreSyncEnd(const char*, int) {}
SELVAGE_INTERCEPT void AnnotateBenignRace(const char*, int, const volatile void*, const char*) {}
SELVAGE_INTERCEPT void AnnotateBenignRaceSized(const char*, int, const volatile void*, std::size_t, const char*) {}
SELVAGE_INTERCEPT void WTFAnnotateBenignRaceSized(const char*, int, const volatile void*, std::size_t, const char*) {}
SELVAGE_INTERCEPT void AnnotateNewMemory(const char*, int, const volatile void*, std::size_t) {}
SELVAGE_INTERCEPT void AnnotateThreadName(const char*, int, const char*) {}
SELVAGE_INTERCEPT void AnnotateEnableRaceDetection(const char*, int, int) {}
SELVAGE_INTERCEPT void AnnotateFlushState(const char*, int) {}

SELVAGE_INTERCEPT int RunningOnValgrind() { return 0; }
