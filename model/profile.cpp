#include "model/profile.h"

#include <algorithm>
#include <array>

namespace selvage::model {
namespace {

constexpr std::uint32_t bit(liberty l) noexcept { return 1U << static_cast<unsigned>(l); }

// dotnet has no liberty of its own: .NET Core lost no set-then-reset and handed every set on (dotnet-behaviour N).
constexpr std::array<profile, 4> all{{
    {"strict", 0},
    {"dotnet", 0},
    {"win32", bit(liberty::missed_pulse) | bit(liberty::missed_set_reset) | bit(liberty::unheld_waits)},
    {"mono", bit(liberty::missed_pulse) | bit(liberty::missed_set_reset) | bit(liberty::coalesced_sets)},
}};

constexpr std::array<std::string_view, 4> liberty_names{"missed_pulse", "missed_set_reset", "coalesced_sets",
                                                       "unheld_waits"};

}  // namespace

std::span<const profile> profiles() noexcept { return all; }

const profile* profile_named(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(all, name, &profile::name);
  return found == all.end() ? nullptr : found;
}

std::string_view name(liberty l) noexcept { return liberty_names.at(static_cast<std::size_t>(l)); }

}  // namespace selvage::model
