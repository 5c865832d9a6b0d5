#include "selvage/async/async_result.h"

#include "src/async/futex.h"
#include "src/async/spin.h"

namespace selvage::async {
namespace {

thread_local unsigned nested_callbacks = 0;

class nesting {
 public:
  nesting() noexcept { ++nested_callbacks; }
  ~nesting() { --nested_callbacks; }
  nesting(const nesting&) = delete;
  nesting& operator=(const nesting&) = delete;
};

}  // namespace

async_result_base::async_result_base(const void* owner, begin_arguments arguments)
    : owner_(owner),
      callback_(std::move(arguments.callback)),
      state_of_caller_(std::move(arguments.state)),
      overflow_(arguments.overflow) {}

async_result_base::~async_result_base() { delete handle_.load(std::memory_order_acquire); }

bool async_result_base::completed_synchronously() noexcept {
  std::uint32_t w = word_.load(std::memory_order_acquire);
  while ((w & (completed | asked)) == 0) {
    if (word_.compare_exchange_weak(w, w | asked, std::memory_order_acq_rel, std::memory_order_acquire)) break;
  }
  return (w & synchronous) != 0;
}

// The handle and the word are written by one side each and read by the other: completer and End write the word and then
// read the handle, a reader publishes the handle and then reads the word. In the one order of all four somebody sees
// both. A reader that came second still signals, so that no handle is given out unsignalled after the completion.
manual_reset_event& async_result_base::async_wait_handle() {
  manual_reset_event* handle = handle_.load(std::memory_order_acquire);
  if (handle == nullptr) {
    auto made = std::make_unique<manual_reset_event>(is_completed());
    if (handle_.compare_exchange_strong(handle, made.get(), std::memory_order_seq_cst)) handle = made.release();
  }
  const std::uint32_t w = word_.load(std::memory_order_seq_cst);
  if ((w & completed) != 0) signal(*handle);
  if ((w & closed) != 0) handle->close();
  return *handle;
}

void async_result_base::signal(manual_reset_event& handle) noexcept {
  try {
    handle.set();
  } catch (const object_disposed_error&) {
    // The consumer closed it early, or End came first: whoever waits on it holds a reference, so nobody does.
  }
}

void async_result_base::publish(bool synchronously) {
  std::uint32_t w = word_.load(std::memory_order_relaxed);
  std::uint32_t next = 0;
  do {
    next = w | completed;
    if (synchronously && (w & asked) == 0) next |= synchronous;
  } while (!word_.compare_exchange_weak(w, next, std::memory_order_seq_cst, std::memory_order_relaxed));
  if ((w & sleeping) != 0) detail::futex_wake(&word_);
  if (manual_reset_event* const handle = handle_.load(std::memory_order_seq_cst)) signal(*handle);
  if (callback_) call_back();
}

void async_result_base::call_back() {
  const auto self = shared_from_this();
  async_callback callback = std::exchange(callback_, nullptr);
  if (nested_callbacks >= max_nested_callbacks && overflow_ != nullptr) {
    overflow_->post([self, callback = std::move(callback)] {
      const nesting first;
      callback(self);
    });
    return;
  }
  const nesting deeper;
  callback(self);
}

void async_result_base::take_end(const void* owner) {
  if (owner_ != owner) throw argument_error("the result is of an operation of another object");
  const std::uint32_t w = word_.fetch_or(ended, std::memory_order_acq_rel);
  if ((w & ended) != 0) throw invalid_operation_error("the operation is ended already");
  if ((w & completed) == 0) wait_until_completed();
  word_.fetch_or(closed, std::memory_order_seq_cst);
  if (manual_reset_event* const handle = handle_.load(std::memory_order_seq_cst)) handle->close();
}

void async_result_base::wait_until_completed() noexcept {
  if (detail::comes_soon([this] { return is_completed(); })) return;
  std::uint32_t w = word_.fetch_or(sleeping, std::memory_order_acquire) | sleeping;
  while ((w & completed) == 0) {
    detail::futex_wait(word_, w, detail::never);
    w = word_.load(std::memory_order_acquire);
  }
}

}  // namespace selvage::async
