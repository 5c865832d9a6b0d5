// The standard templates that the engine instantiates too, with the same arguments, under instrumentation.
#include <algorithm>
#include <cassert>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

int main() {
  std::mutex lock;
  std::vector<std::string> texts;
  std::vector<char> bytes;
  std::vector<std::uint32_t> numbers;
  std::map<std::string, std::string> fields;
  const auto work = [&](int id) {
    for (int i = 0; i < 5; ++i) {
      std::ostringstream out;
      out << "thread " << id << " number " << i;
      const std::lock_guard guard(lock);
      texts.push_back(out.str());
      bytes.insert(bytes.end(), texts.back().begin(), texts.back().end());
      numbers.push_back(static_cast<std::uint32_t>(i));
      fields[texts.back()] = std::to_string(i);
    }
  };
  std::thread a(work, 1), b(work, 2);
  a.join();
  b.join();
  std::sort(texts.begin(), texts.end());
  assert(texts.size() == 10 && fields.size() == 10 && numbers.size() == 10 && bytes.size() == 10 * 17);
  assert(texts.front() == "thread 1 number 0" && texts.back() == "thread 2 number 4");
}
