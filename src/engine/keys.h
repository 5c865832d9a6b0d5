#pragma once

#include <pthread.h>

namespace selvage::engine {

/// Thread-specific data of controlled threads. A key made before an execution exists in it with every value null;
/// a key made during one is deleted after it, unless `lasting`: its maker remembers it from one execution to the next.
int key_create(pthread_key_t* key, void (*destructor)(void*), bool lasting) noexcept;
int key_delete(pthread_key_t key) noexcept;
void* key_get(pthread_key_t key) noexcept;
int key_set(pthread_key_t key, const void* value) noexcept;

/// Notes the destructor of a key that uncontrolled code made.
void key_made_outside(pthread_key_t key, void (*destructor)(void*)) noexcept;

/// Runs the current thread's destructors, as its end does. Called in control.
void run_key_destructors() noexcept;

/// Deletes the keys made during the execution.
void forget_keys() noexcept;

}  // namespace selvage::engine
