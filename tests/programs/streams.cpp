// stdio and iostreams: what libc and libstdc++ keep for themselves outlives an execution.

#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <locale>
#include <regex>
#include <sstream>
#include <thread>

#include "tests/programs/program.h"

PROGRAM(stream_formatting) {
  const auto work = [](double x) {
    std::ostringstream s;
    s << std::fixed << std::setprecision(3) << x << ' ' << std::hex << 255 << ' ' << std::boolalpha << true << ' '
      << static_cast<const void*>(nullptr) << ' ' << 1e300 << ' ' << std::put_money(1234);
    assert(s.str().find("ff true 0") != std::string::npos);
    std::istringstream in("3.25 17 0x1f word");
    double d = 0;
    int n = 0;
    std::string h;
    std::string w;
    in >> d >> n >> h >> w;
    assert(d == 3.25 && n == 17 && h == "0x1f" && w == "word");
  };
  std::thread t(work, 1.5);
  work(2.5);
  t.join();
}

PROGRAM(stream_stdio) {
  char buffer[100];
  assert(snprintf(buffer, sizeof buffer, "%.20g %a %Lf", 0.1, 3.0, 2.5L) > 20);
  double d = 0;
  assert(sscanf("2.5e10", "%lf", &d) == 1 && d == 2.5e10);
  FILE* f = tmpfile();
  assert(f != nullptr);
  fprintf(f, "%d %s\n", 42, "line");
  rewind(f);
  char* line = nullptr;
  std::size_t size = 0;
  assert(getline(&line, &size, f) == 8 && std::strcmp(line, "42 line\n") == 0);
  free(line);
  fclose(f);
  printf("%s", "");
  fflush(stdout);
  std::cout << "" << std::flush;
  std::cerr << "";
}

PROGRAM(stream_files) {
  std::ofstream out("/dev/null");
  out << 1.5 << std::endl;
  std::ifstream in("/proc/self/stat");
  std::string word;
  in >> word;
  assert(out.good() && !word.empty());
}

PROGRAM(stream_locale) {
  std::ostringstream s;
  s.imbue(std::locale("C.UTF-8"));
  s << 1234567.5
    << std::put_time(
           [] {
             static tm t{};
             t.tm_year = 100;
             t.tm_mday = 1;
             return &t;
           }(),
           " %Y");
  assert(s.str().ends_with(" 2000"));
  std::locale mixed(std::locale::classic(), new std::numpunct<char>);
  s.imbue(mixed);
  s << 0.5;
  const std::locale before = std::locale::global(std::locale("C.UTF-8"));
  std::ostringstream u;
  u << 2.5 << std::hex << 10;
  std::locale::global(before);
}

PROGRAM(stream_wide_and_regex) {
  std::wostringstream w;
  w << L"wide " << 2.5 << std::setw(10) << 7;
  assert(w.str().starts_with(L"wide 2.5"));
  assert(std::regex_match("2026-11-21", std::regex("\\d{4}-\\d\\d-\\d\\d")));
}

PROGRAM(stream_time) {
  const time_t t = 1'000'000'000;
  tm broken{};
  gmtime_r(&t, &broken);
  assert(broken.tm_year == 101 && localtime(&t) != nullptr);
  char text[64];
  assert(strftime(text, sizeof text, "%c %Z", &broken) > 0);
}

namespace {
struct registers_itself {
  std::string text = "a static whose destructor runs at exit, with memory of its own";
};
}  // namespace

PROGRAM(static_with_destructor) {
  static registers_itself s;
  assert(s.text.size() > 40);
}
