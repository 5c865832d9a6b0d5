#include "src/explore/watching_text.h"

#include <sstream>

namespace selvage::check {

std::string points_block(const watching& w) {
  std::string lines;
  for (const auto& p : w.points) lines += p + '\n';
  return lines.empty() ? lines : "points:\n" + indented(lines);
}

std::vector<std::string> points_of(const fields& f) {
  std::vector<std::string> points;
  if (!f.has("points")) return points;
  std::istringstream lines(f.text("points"));
  for (std::string line; std::getline(lines, line);) points.push_back(line);
  return points;
}

engine::heap_mode heap_mode_named(std::string_view text) {
  for (const auto m : {engine::heap_mode::reuse, engine::heap_mode::quarantine})
    if (text == name(m)) return m;
  throw counterexample_error("has an unknown heap '" + std::string(text) + "'");
}

}  // namespace selvage::check
