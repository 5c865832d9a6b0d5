// What libc keeps for each thread stays that thread's, however threads are switched: errno, the locale of uselocale, the
// message of dlerror, the buffer of strerror.

#include <dlfcn.h>
#include <fcntl.h>
#include <locale.h>

#include <cctype>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

#include "tests/programs/program.h"

namespace {

template <class A, class B>
void at_once(A a, B b) {
  std::thread first(a);
  std::thread second(b);
  first.join();
  second.join();
}

}  // namespace

PROGRAM(errno_of_each_thread) {
  errno = EDOM;
  at_once(
      [] {
        assert(errno == 0);
        assert(open("/no/such/file", O_RDONLY) == -1);
        std::this_thread::yield();
        assert(errno == ENOENT);
        errno = 0;
        std::this_thread::yield();
        assert(errno == 0);
      },
      [] {
        assert(errno == 0);
        assert(std::strtol("99999999999999999999", nullptr, 10) == LONG_MAX);
        std::this_thread::yield();
        assert(errno == ERANGE);
      });
  assert(errno == EDOM);
}

PROGRAM(locale_of_each_thread) {
  static locale_t many_bytes;
  many_bytes = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
  assert(many_bytes != nullptr);
  at_once(
      [] {
        assert(uselocale(nullptr) == LC_GLOBAL_LOCALE);
        assert(uselocale(many_bytes) == LC_GLOBAL_LOCALE);
        std::this_thread::yield();
        assert(uselocale(nullptr) == many_bytes);
        assert(MB_CUR_MAX > 1);
        assert(std::isalpha('a') != 0);
        assert(uselocale(LC_GLOBAL_LOCALE) == many_bytes);
        std::this_thread::yield();
        assert(MB_CUR_MAX == 1);
      },
      [] {
        assert(MB_CUR_MAX == 1);
        std::this_thread::yield();
        assert(uselocale(nullptr) == LC_GLOBAL_LOCALE);
        assert(MB_CUR_MAX == 1);
        assert(std::isalpha('1') == 0);
      });
  freelocale(many_bytes);
}

// A thread that ends with a locale of its own leaves none behind.
PROGRAM(locale_left_behind) {
  assert(MB_CUR_MAX == 1);
  static locale_t many_bytes;
  many_bytes = newlocale(LC_ALL_MASK, "C.UTF-8", nullptr);
  std::thread t([] {
    assert(uselocale(nullptr) == LC_GLOBAL_LOCALE);
    uselocale(many_bytes);
  });
  t.join();
  assert(MB_CUR_MAX == 1);
  freelocale(many_bytes);
}

PROGRAM(load_error_of_each_thread) {
  at_once(
      [] {
        assert(dlerror() == nullptr);
        assert(dlsym(RTLD_DEFAULT, "selvage_no_such_symbol") == nullptr);
        std::this_thread::yield();
        const char* const text = dlerror();
        assert(text != nullptr && std::strstr(text, "selvage_no_such_symbol") != nullptr);
      },
      [] {
        assert(dlerror() == nullptr);
        std::this_thread::yield();
        assert(dlerror() == nullptr);
      });
}

PROGRAM(error_text_of_each_thread) {
  const auto look = [](int number) {
    const char* const text = strerror(number);
    std::this_thread::yield();
    assert(std::string(text) == "Unknown error " + std::to_string(number));
  };
  at_once([look] { look(7777); }, [look] { look(8888); });
}
