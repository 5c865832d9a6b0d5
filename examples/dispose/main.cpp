// A file that is written by several threads through a buffer and disposed of without blocking; and one that cannot be
// written, whose disposal says so.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include "examples/dispose/buffered_writer.h"
#include "selvage/async/async_using.h"
#include "selvage/async/thread_pool.h"

namespace {

using namespace selvage::async;

constexpr int lines_each = 1'000;
constexpr int threads = 3;

value_task<> write_lines(buffered_writer& out) {
  std::vector<std::jthread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&out, t] {
      for (int i = 0; i < lines_each; ++i) out.write(std::to_string(t) + " " + std::to_string(i) + "\n");
    });
  }
  all.clear();
  co_return;
}

/// Every line of every thread, in the order of its thread.
bool complete(const std::string& path) {
  std::ifstream in(path);
  std::vector<int> next(threads, 0);
  for (int t = 0, i = 0; in >> t >> i;) {
    if (t < 0 || t >= threads || next[static_cast<std::size_t>(t)]++ != i) return false;
  }
  return next == std::vector<int>(threads, lines_each);
}

bool writes_everything(thread_pool& pool, const std::string& path) {
  auto writer = std::make_unique<buffered_writer>(pool, path);
  async_using(writer.get(), [&] { return write_lines(*writer); }).wait();
  bool refused = false;
  try {
    writer->write("too late");
  } catch (const object_disposed_error&) {
    refused = true;
  }
  const bool all_there = complete(path);
  std::printf("%s, %s\n", all_there ? "every line is there" : "lines are missing",
              refused ? "and later writes are refused" : "but a later write was accepted");
  return all_there && refused;
}

bool tells_what_failed(thread_pool& pool) {
  const auto body = [](buffered_writer& out) -> value_task<> {
    out.write("does not fit\n");
    co_return;
  };
  try {
    buffered_writer full(pool, "/dev/full");
    async_using(&full, [&] { return body(full); }).wait();
  } catch (const std::system_error& e) {
    std::printf("the disposal says: %s\n", e.code().message().c_str());
    return e.code() == std::errc::no_space_on_device;
  }
  std::printf("the disposal kept an error to itself\n");
  return false;
}

std::string temporary_file() {
  std::string name = (std::filesystem::temp_directory_path() / "selvage-writer-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), name);
  close(descriptor);
  return name;
}

}  // namespace

int main() {
  try {
    thread_pool pool(2);
    const std::string path = temporary_file();
    const bool whole = writes_everything(pool, path);
    std::filesystem::remove(path);
    return tells_what_failed(pool) && whole ? 0 : 1;
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 2;
  }
}
