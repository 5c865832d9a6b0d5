#include "src/report/timeline/source_lines.h"

#include <fstream>

namespace selvage::report {

std::string source_lines::line(const std::string& file, std::uint32_t number) {
  if (file.empty() || number == 0) return {};
  const auto [at, is_new] = files_.try_emplace(file);
  if (is_new) {
    std::ifstream in(file);
    for (std::string text; std::getline(in, text);) at->second.push_back(text);
  }
  if (number > at->second.size()) return {};
  std::string text = at->second[number - 1];
  text.erase(0, text.find_first_not_of(" \t"));
  return text;
}

std::string_view base_name(std::string_view path) noexcept { return path.substr(path.find_last_of('/') + 1); }

}  // namespace selvage::report
