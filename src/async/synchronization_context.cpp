#include "selvage/async/synchronization_context.h"

#include <utility>

#include "selvage/async/error.h"
#include "src/async/process_pool.h"

namespace selvage::async {
namespace {

thread_local std::shared_ptr<synchronization_context> current_context;

}  // namespace

thread_pool& detail::process_pool() {
  static thread_pool pool;
  return pool;
}

void synchronization_context::send(const std::function<void()>& work) {
  if (!work) throw argument_error("there is nothing to send");
  work();
}

std::shared_ptr<synchronization_context> synchronization_context::current() noexcept { return current_context; }

void synchronization_context::set_current(std::shared_ptr<synchronization_context> context) noexcept {
  current_context = std::move(context);
}

pool_context::pool_context() : to_(detail::process_pool()) {}

void pool_context::post(std::function<void()> work) { to_.queue(std::move(work)); }

}  // namespace selvage::async
