#pragma once

#include <optional>
#include <span>

#include "model/profile.h"
#include "src/check/campaign.h"

namespace selvage::check {

/// Every liberty.
[[nodiscard]] std::span<const model::liberty> all_liberties() noexcept;

/// The one liberty under which the violation's execution conforms, or nothing. Runs the engine in this process.
[[nodiscard]] std::optional<model::liberty> explaining_liberty(const subject& s, const program& p, const violation& v,
                                                               const engine::settings& options);

}  // namespace selvage::check
