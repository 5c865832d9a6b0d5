#include "selvage/async/async_disposable.h"

namespace selvage::async {
namespace {

constexpr std::uint32_t disposed = 1;
constexpr std::uint32_t asynchronously = 2;
constexpr std::uint32_t one_operation = 4;

}  // namespace

bool async_disposable::is_disposed() const noexcept { return (word_.load(std::memory_order_acquire) & disposed) != 0; }

bool async_disposable::try_begin_operation() noexcept {
  std::uint32_t w = word_.load(std::memory_order_relaxed);
  do {
    if ((w & disposed) != 0) return false;
  } while (!word_.compare_exchange_weak(w, w + one_operation, std::memory_order_acquire, std::memory_order_relaxed));
  return true;
}

void async_disposable::begin_operation() {
  if (!try_begin_operation()) throw object_disposed_error("the object has been disposed of");
}

void async_disposable::end_operation() noexcept {
  const std::uint32_t before = word_.fetch_sub(one_operation, std::memory_order_acq_rel);
  if (before / one_operation == 1) drained((before & asynchronously) != 0 ? kind::asynchronous : kind::at_once);
}

bool async_disposable::begin_disposal(kind k) noexcept {
  const std::uint32_t mark = disposed | (k == kind::asynchronous ? asynchronously : 0);
  std::uint32_t w = word_.load(std::memory_order_acquire);
  do {
    if ((w & disposed) != 0) return false;
  } while (!word_.compare_exchange_weak(w, (w | mark) - one_operation, std::memory_order_acq_rel,
                                        std::memory_order_acquire));
  if (w / one_operation == 1) drained(k);
  return true;
}

void async_disposable::drained(kind k) noexcept {
  try {
    if (k == kind::at_once) {
      on_dispose();
    } else {
      core_.emplace(on_dispose_async());
      if (!core_->is_completed()) {
        core_over_.owner = this;
        core_over_.run = [](continuation& self) noexcept {
          async_disposable& owner = *static_cast<core_continuation&>(self).owner;
          try {
            owner.core_->result();
          } catch (...) {
            owner.error_ = std::current_exception();
          }
          owner.waiters_.complete();
        };
        core_->on_completed(core_over_);
        return;
      }
      core_->result();
    }
  } catch (...) {
    error_ = std::current_exception();
  }
  waiters_.complete();
}



void async_disposable::dispose() {
  if (!begin_disposal(kind::at_once)) return;
  value_task<void>(*this, 0).wait();
}

value_task<void> async_disposable::dispose_async() noexcept {
  const bool first = begin_disposal(kind::asynchronous);
  if (!first && !joins_) return {};
  return {*this, 0};
}

value_task<void> async_disposable::on_dispose_async() {
  on_dispose();
  return {};
}

void async_disposable::on_completed(std::uint32_t, continuation& c) {
  if (!waiters_.add(c)) c.run(c);
}

void async_disposable::get_result(std::uint32_t) {
  if (!waiters_.completed()) detail::throw_incomplete();
  if (error_) std::rethrow_exception(error_);
}

}  // namespace selvage::async
