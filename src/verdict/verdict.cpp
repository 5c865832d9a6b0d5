#include "src/verdict/verdict.h"

#include <algorithm>
#include <array>

namespace selvage::model {
namespace {

constexpr std::array<std::string_view, 21> names{"holds",
                                                 "lost-wakeup",
                                                 "wrong-result",
                                                 "unexpected-exception",
                                                 "missing-exception",
                                                 "double-release",
                                                 "missing-release",
                                                 "use-after-close",
                                                 "late-callback",
                                                 "missing-callback",
                                                 "data-race",
                                                 "use-after-free",
                                                 "double-free",
                                                 "leak",
                                                 "deadlock",
                                                 "livelock",
                                                 "misuse",
                                                 "leaked-thread",
                                                 "assertion",
                                                 "crash",
                                                 "nondeterminism"};
static_assert(names.size() == static_cast<std::size_t>(verdict::nondeterminism) + 1);

}  // namespace

std::string_view name(verdict v) noexcept { return names.at(static_cast<std::size_t>(v)); }

std::optional<verdict> verdict_named(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<verdict>(found - names.begin());
}

}  // namespace selvage::model
