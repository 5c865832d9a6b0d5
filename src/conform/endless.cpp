#include "src/conform/endless.h"

#include <algorithm>
#include <vector>

namespace selvage::conform {
namespace {

using model::label;
using model::label_kind;

/// The threads whose call is pending after `history`.
std::vector<std::uint8_t> pending(std::span<const label> history) {
  std::vector<std::uint8_t> threads;
  for (const label& l : history) {
    if (l.kind == label_kind::call) threads.push_back(l.thread);
    if (l.kind == label_kind::ret) std::erase(threads, l.thread);
  }
  return threads;
}

/// Without a time that passes: it does once nothing else moves.
bool may_return(const checker& c, std::uint8_t thread) {
  return std::ranges::any_of(c.allowed(), [=](const label& l) {
    return l.kind == label_kind::ret && l.thread == thread && l.result != model::outcome::timed_out;
  });
}

}  // namespace

going_on how_it_goes_on(checker& c, std::span<const label> history, std::size_t fair) {
  std::vector<std::uint64_t> places;
  c.restart();
  for (const label& l : history) {
    if (!c.step(l)) return going_on::unknown;
    places.push_back(c.position());
  }
  if (fair >= places.size()) return going_on::unknown;
  const auto last = places.end() - 1;
  const auto first = std::find(places.begin() + static_cast<std::ptrdiff_t>(fair), last, *last);
  if (first == last) return going_on::unknown;

  const auto begin = static_cast<std::size_t>(first - places.begin());
  auto passed_over = pending(history);
  c.restart();
  for (std::size_t i = 0; i < history.size() && !passed_over.empty(); ++i) {
    (void)c.step(history[i]);
    if (i >= begin) std::erase_if(passed_over, [&](std::uint8_t t) { return !may_return(c, t); });
  }
  return passed_over.empty() ? going_on::endless : going_on::starves;
}

}  // namespace selvage::conform
