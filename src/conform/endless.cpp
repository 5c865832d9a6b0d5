#include "src/conform/endless.h"

#include <algorithm>
#include <bitset>
#include <unordered_set>
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

/// Threads whose calls may return, without a time that passes: it does once nothing else moves.
std::bitset<256> returning(const checker& c) {
  std::bitset<256> threads;
  for (const label& l : c.allowed()) {
    if (l.kind == label_kind::ret && l.result != model::outcome::timed_out) threads.set(l.thread);
  }
  return threads;
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
  std::unordered_set<std::uint64_t> asked;
  c.restart();
  for (std::size_t i = 0; i < history.size() && !passed_over.empty(); ++i) {
    (void)c.step(history[i]);
    if (i < begin || !asked.insert(places[i]).second) continue;
    std::erase_if(passed_over, [may = returning(c)](std::uint8_t t) { return !may[t]; });
  }
  return passed_over.empty() ? going_on::endless : going_on::starves;
}

}  // namespace selvage::conform
