#pragma once

#include <ctime>

#include "src/engine/runtime.h"

/// The modelled synchronisation objects. Every function runs on the engine's side (between `enter` and `leave`), is
/// a scheduling point unless it says otherwise, and returns 0 or an errno value as its POSIX counterpart does.
namespace selvage::engine::sync {

enum class mutex_type : std::uint8_t { normal, recursive, error_checking };

int lock(kernel_object& mutex, mutex_type type, std::int64_t deadline = no_deadline) noexcept;
int try_lock(kernel_object& mutex, mutex_type type) noexcept;
int unlock(kernel_object& mutex, mutex_type type) noexcept;

int wait(kernel_object& condition, kernel_object& mutex, std::int64_t deadline = no_deadline) noexcept;
int signal(kernel_object& condition) noexcept;
int broadcast(kernel_object& condition) noexcept;

/// `attempt`: EBUSY or EAGAIN instead of waiting.
int read_lock(kernel_object& rwlock, bool attempt, std::int64_t deadline = no_deadline) noexcept;
int write_lock(kernel_object& rwlock, bool attempt, std::int64_t deadline = no_deadline) noexcept;
int unlock_rw(kernel_object& rwlock) noexcept;

int sem_wait(kernel_object& semaphore, bool attempt, std::int64_t deadline = no_deadline) noexcept;
int sem_post(kernel_object& semaphore) noexcept;

/// PTHREAD_BARRIER_SERIAL_THREAD for one of them.
int barrier_wait(kernel_object& barrier) noexcept;

int once(kernel_object& object, int* control, void (*function)());

int futex_wait(kernel_object& futex, int expected, std::int64_t deadline = no_deadline) noexcept;
/// How many it woke.
int futex_wake(kernel_object& futex, unsigned most) noexcept;

void yield() noexcept;
void sleep_until(std::int64_t deadline) noexcept;

/// Virtual time as `clock` shows it, and back. Not scheduling points.
timespec read_clock(clockid_t clock) noexcept;
[[nodiscard]] std::int64_t deadline_at(clockid_t clock, const timespec& at) noexcept;
[[nodiscard]] std::int64_t deadline_after(const timespec& span) noexcept;

}  // namespace selvage::engine::sync
