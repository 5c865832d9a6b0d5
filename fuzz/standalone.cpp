// Plays inputs without a fuzzing engine: TARGET FILE... Exit status: 0 all hold, 2 usage or a file that cannot be read;
// a violation ends the process by abort(), as it does under an engine.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FILE...\n", argv[0]);
    return 2;
  }
  LLVMFuzzerInitialize(&argc, &argv);
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in) {
      std::fprintf(stderr, "cannot read '%s'\n", argv[i]);
      return 2;
    }
    std::printf("%s: %zu bytes\n", argv[i], bytes.size());
    std::fflush(stdout);
    const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
    if (LLVMFuzzerTestOneInput(input.data(), input.size()) != 0) std::puts("  no program of the subject's");
  }
  std::puts("all hold");
}
