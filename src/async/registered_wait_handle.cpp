#include "selvage/async/registered_wait_handle.h"

#include "selvage/async/error.h"
#include "src/async/registration.h"

namespace selvage::async {

detail::registration& registered_wait_handle::get() const {
  if (registration_ == nullptr) throw invalid_operation_error("there is no registration to end");
  return *registration_;
}

bool registered_wait_handle::unregister() { return get().unregister({}); }

bool registered_wait_handle::unregister(event_wait_handle& completion) {
  detail::registration& r = get();
  return r.unregister(&completion);
}

bool registered_wait_handle::unregister_blocking() {
  const std::shared_ptr<detail::registration> kept = registration_;
  return get().unregister_blocking();
}

}  // namespace selvage::async
