#include <mutex>
#include <string>
#include <vector>
static std::mutex lock;
static std::vector<std::string> lines{"opened"};
std::size_t note(const std::string& line) {
  const std::lock_guard guard(lock);
  lines.push_back(line);
  return lines.size();
}
