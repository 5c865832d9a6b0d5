#include "src/async/spin.h"

namespace selvage::async::detail {
namespace {

constexpr int enough = 16;
constexpr int step_back = 4;

thread_local int slept_waits = 0;

}  // namespace

bool spin_habit::worthwhile() noexcept { return slept_waits >= enough; }

void spin_habit::slept() noexcept { ++slept_waits; }

void spin_habit::in_vain() noexcept { slept_waits = enough - step_back; }

}  // namespace selvage::async::detail
