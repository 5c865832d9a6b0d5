#include "src/explore/schedule.h"

#include <algorithm>
#include <charconv>

namespace selvage::check {
namespace {

constexpr std::string_view draw_prefix = "draw:";
constexpr std::size_t max_steps = 10'000'000;

std::uint64_t number(std::string_view text, std::string_view item, std::uint64_t limit) {
  std::uint64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || at != end || value > limit) {
    throw schedule_error("the schedule has an item '" + std::string(item) + "' that is none");
  }
  return value;
}

bool is_thread_name(std::string_view text) {
  if (!text.starts_with("main")) return false;
  text.remove_prefix(4);
  while (!text.empty()) {
    if (text.front() != '.') return false;
    text.remove_prefix(1);
    const auto digits = std::min(text.find('.'), text.size());
    const auto part = text.substr(0, digits);
    if (part.empty() || part.size() > 5 || part.find_first_not_of("0123456789") != std::string_view::npos) return false;
    text.remove_prefix(digits);
  }
  return true;
}

}  // namespace

std::uint16_t schedule::name_index(std::string_view name) {
  const auto it = std::find(names.begin(), names.end(), name);
  if (it != names.end()) return static_cast<std::uint16_t>(it - names.begin());
  const auto dot = name.rfind('.');
  if (dot != std::string_view::npos) name_index(name.substr(0, dot));
  names.emplace_back(name);
  return static_cast<std::uint16_t>(names.size() - 1);
}

schedule schedule_of(std::span<const engine::choice> choices) {
  constexpr std::uint16_t unknown = 0xffff;
  schedule s;
  s.steps.reserve(choices.size());
  std::vector<std::uint16_t> index;
  for (const auto& c : choices) {
    if (c.is_draw != 0) {
      s.steps.push_back({c.value, true});
      continue;
    }
    if (c.value >= index.size()) index.resize(c.value + std::size_t{1}, unknown);
    if (index[c.value] == unknown) index[c.value] = s.name_index(engine::thread_name(c.value));
    s.steps.push_back({index[c.value], false});
  }
  return s;
}

std::uint64_t drawn(const schedule& s) noexcept {
  std::uint64_t sum = 0;
  for (const auto& step : s.steps) sum += step.is_draw ? step.value : 0U;
  return sum;
}

std::string to_text(const schedule& s, std::size_t width) {
  std::string text;
  std::size_t column = 0;
  for (std::size_t i = 0; i < s.steps.size();) {
    std::size_t n = 1;
    const auto& step = s.steps[i];
    std::string item;
    if (step.is_draw) {
      item = std::string(draw_prefix) + std::to_string(step.value);
    } else {
      while (i + n < s.steps.size() && s.steps[i + n] == step) ++n;
      item = s.names.at(step.value);
      if (n > 1) item += '*' + std::to_string(n);
    }
    if (column != 0 && column + 1 + item.size() > width) {
      text += '\n';
      column = 0;
    } else if (column != 0) {
      text += ' ';
      ++column;
    }
    text += item;
    column += item.size();
    i += n;
  }
  return text;
}

schedule parse_schedule(std::string_view text) {
  schedule s;
  constexpr std::string_view space = " \t\r\n";
  for (auto at = text.find_first_not_of(space); at != std::string_view::npos; at = text.find_first_not_of(space, at)) {
    const auto end = std::min(text.find_first_of(space, at), text.size());
    const auto item = text.substr(at, end - at);
    at = end;
    if (item.starts_with(draw_prefix)) {
      s.steps.push_back({static_cast<std::uint16_t>(number(item.substr(draw_prefix.size()), item, 0xfffe)), true});
      continue;
    }
    const auto star = item.find('*');
    const auto name = item.substr(0, star);
    if (!is_thread_name(name))
      throw schedule_error("the schedule has an item '" + std::string(item) + "' that is none");
    const auto n = star == std::string_view::npos ? 1 : number(item.substr(star + 1), item, max_steps);
    if (s.steps.size() + n > max_steps) throw schedule_error("the schedule has more than ten million steps");
    s.steps.insert(s.steps.end(), n, {s.name_index(name), false});
  }
  return s;
}

}  // namespace selvage::check
