#include "fuzz/environment.h"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "src/explore/counterexample_text.h"

namespace selvage::fuzzing {

void refuse(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(2);
}

std::string variable(const char* name, const std::string& otherwise) {
  const char* const set = std::getenv(name);
  return set == nullptr || *set == '\0' ? otherwise : set;
}

std::filesystem::path write_found(const std::string& name, std::string_view text) {
  const auto file = (std::filesystem::path(variable("SELVAGE_FUZZ_OUT", ".")) / name).lexically_normal();
  try {
    check::write_whole(file, text);
  } catch (const std::runtime_error& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return {};
  }
  return file;
}

}  // namespace selvage::fuzzing
