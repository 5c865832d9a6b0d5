// Near data-race: two threads rethrow one exception.

#include <exception>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

struct error : std::runtime_error {
  using std::runtime_error::runtime_error;
  std::string detail{"a detail that is long enough to live on the heap"};
};

std::size_t size_of(std::exception_ptr e) {
  try {
    std::rethrow_exception(std::move(e));
  } catch (const error& found) {
    return found.detail.size();
  }
}

int main() {
  auto e = std::make_exception_ptr(error("x"));
  std::size_t sizes[2]{};
  std::thread other([e, &sizes]() mutable { sizes[0] = size_of(std::move(e)); });
  sizes[1] = size_of(std::move(e));
  other.join();
  return sizes[0] == sizes[1] ? 0 : 1;
}
