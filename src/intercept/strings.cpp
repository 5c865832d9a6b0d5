// Functions of libc that allocate for their caller: so that the memory comes from where the caller's own does.

#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "src/intercept/control.h"

namespace {

char* copy(const char* text, std::size_t length) noexcept {
  auto* const p = static_cast<char*>(std::malloc(length + 1));
  if (p == nullptr) return nullptr;
  std::memcpy(p, text, length);
  p[length] = '\0';
  return p;
}

int print(char** result, const char* format, va_list arguments) noexcept {
  va_list again;
  va_copy(again, arguments);
  const int length = std::vsnprintf(nullptr, 0, format, again);
  va_end(again);
  if (length < 0) return length;
  const auto bytes = static_cast<std::size_t>(length) + 1;
  *result = static_cast<char*>(std::malloc(bytes));
  return *result == nullptr ? -1 : std::vsnprintf(*result, bytes, format, arguments);
}

}  // namespace

SELVAGE_INTERCEPT char* strdup(const char* text) noexcept { return copy(text, std::strlen(text)); }
SELVAGE_INTERCEPT char* __strdup(const char* text) noexcept { return copy(text, std::strlen(text)); }
SELVAGE_INTERCEPT char* strndup(const char* text, std::size_t most) noexcept { return copy(text, strnlen(text, most)); }
SELVAGE_INTERCEPT char* __strndup(const char* text, std::size_t most) noexcept {
  return copy(text, strnlen(text, most));
}

SELVAGE_INTERCEPT int vasprintf(char** result, const char* format, va_list arguments) noexcept {
  return print(result, format, arguments);
}
SELVAGE_INTERCEPT int __vasprintf_chk(char** result, int, const char* format, va_list arguments) noexcept {
  return print(result, format, arguments);
}
SELVAGE_INTERCEPT int asprintf(char** result, const char* format, ...) noexcept {
  va_list arguments;
  va_start(arguments, format);
  const int length = print(result, format, arguments);
  va_end(arguments);
  return length;
}
SELVAGE_INTERCEPT int __asprintf_chk(char** result, int, const char* format, ...) noexcept {
  va_list arguments;
  va_start(arguments, format);
  const int length = print(result, format, arguments);
  va_end(arguments);
  return length;
}
