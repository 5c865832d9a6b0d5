#include "src/program/families.h"

#include <algorithm>
#include <array>

#include "src/program/families/async_result/family.h"
#include "src/program/families/component/family.h"
#include "src/program/families/disposal/family.h"
#include "src/program/families/event_based/family.h"
#include "src/program/families/events/family.h"
#include "src/program/families/handles/family.h"
#include "src/program/families/registration/family.h"

namespace selvage::check {
namespace {

constexpr std::array rows{
    family_row{model::family::events, make_event_driver, event_scenarios, &event_guards},
    family_row{model::family::handles, make_handle_driver, handle_scenarios, &handle_guards},
    family_row{model::family::disposal, make_disposal_driver, disposal_scenarios, &disposal_guards},
    family_row{model::family::registrations, make_registration_driver, registration_scenarios, &registration_guards},
    family_row{model::family::async_results, make_async_result_driver, apm_scenarios, &async_result_guards},
    family_row{model::family::event_based, make_event_based_driver, event_based_scenarios, &event_based_guards},
    family_row{model::family::components, make_component_driver, component_scenarios, &component_guards},
};

}  // namespace

std::span<const family_row> families() noexcept { return rows; }

const family_row& row_of(model::family f) noexcept { return *std::ranges::find(rows, f, &family_row::of); }

std::unique_ptr<driver> make_driver(model::family f, const selvage_subject& subject) {
  return row_of(f).make_driver(subject);
}

}  // namespace selvage::check
