#include "src/check/driver.h"

namespace selvage::check {

std::unique_ptr<driver> make_driver(model::family f, const selvage_subject& subject) {
  switch (f) {
    case model::family::handles: return make_handle_driver(subject);
    case model::family::events: return make_event_driver(subject);
    case model::family::async_results: return make_async_result_driver(subject);
    case model::family::registrations: return make_registration_driver(subject);
    case model::family::disposal: return make_disposal_driver(subject);
    case model::family::event_based: return make_event_based_driver(subject);
    case model::family::components: return make_component_driver(subject);
  }
  return nullptr;
}

}  // namespace selvage::check
