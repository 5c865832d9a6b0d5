#include "src/engine/keys.h"

#include <array>
#include <cerrno>
#include <limits.h>
#include <utility>
#include <vector>

#include "src/engine/real.h"
#include "src/engine/runtime.h"

namespace selvage::engine {
namespace {

std::array<void (*)(void*), PTHREAD_KEYS_MAX> destructors;
std::vector<pthread_key_t> made;

key_value* find(pthread_key_t key) noexcept {
  for (key_value& v : rt.current->keys)
    if (v.key == key) return &v;
  return nullptr;
}

}  // namespace

int key_create(pthread_key_t* key, void (*destructor)(void*), bool lasting) noexcept {
  const int failed = real().pthread_key_create(key, nullptr);
  if (failed != 0) return failed;
  if (*key < destructors.size()) destructors[*key] = destructor;
  rt.forget_values(*key);  // of a deleted key with this number
  if (!lasting) made.push_back(*key);
  return 0;
}

int key_delete(pthread_key_t key) noexcept {
  if (key >= destructors.size()) return EINVAL;
  destructors[key] = nullptr;
  const int failed = real().pthread_key_delete(key);
  if (failed == 0) std::erase(made, key);
  return failed;
}

void* key_get(pthread_key_t key) noexcept {
  const key_value* v = find(key);
  return v != nullptr ? v->value : nullptr;
}

int key_set(pthread_key_t key, const void* value) noexcept {
  auto* p = const_cast<void*>(value);
  if (key_value* v = find(key); v != nullptr)
    v->value = p;
  else
    rt.current->keys.push_back({key, p});
  return 0;
}

void key_made_outside(pthread_key_t key, void (*destructor)(void*)) noexcept {
  if (key < destructors.size()) destructors[key] = destructor;
}

void run_key_destructors() noexcept {
  for (int round = 0; round < PTHREAD_DESTRUCTOR_ITERATIONS; ++round) {
    bool any = false;
    for (std::size_t i = 0; i < rt.current->keys.size(); ++i) {
      key_value& v = rt.current->keys[i];
      if (v.value == nullptr || v.key >= destructors.size() || destructors[v.key] == nullptr) continue;
      any = true;
      void* value = std::exchange(v.value, nullptr);
      destructors[v.key](value);
    }
    if (!any) return;
  }
}

void forget_keys() noexcept {
  for (const pthread_key_t key : made) {
    real().pthread_key_delete(key);
    destructors[key] = nullptr;
  }
  made.clear();
}

}  // namespace selvage::engine
