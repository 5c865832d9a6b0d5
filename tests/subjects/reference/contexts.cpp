#include "tests/subjects/reference/contexts.h"

#include <stdexcept>
#include <thread>

#include "selvage/async/single_thread_context.h"

namespace selvage::subjects {
namespace {

class inline_context final : public async::synchronization_context {
 public:
  void post(std::function<void()> work) override { work(); }
};

class throwing_context final : public async::synchronization_context {
 public:
  void post(std::function<void()>) override { throw std::runtime_error("the context cannot post"); }
};

}  // namespace

class post_targets::message_loop {
 public:
  ~message_loop() {
    loop.stop();
    thread_.join();
  }

  async::single_thread_context loop;

 private:
  std::thread thread_{[this] { loop.run(); }};
};

post_targets::post_targets()
    : inline_(std::make_unique<inline_context>()), throwing_(std::make_unique<throwing_context>()) {}

post_targets::~post_targets() = default;

async::synchronization_context& post_targets::of_kind(int context) {
  switch (context) {
    case SELVAGE_CONTEXT_INLINE: return *inline_;
    case SELVAGE_CONTEXT_THROWING: return *throwing_;
    case SELVAGE_CONTEXT_LOOP:
      if (loop_ == nullptr) loop_ = std::make_unique<message_loop>();
      return loop_->loop;
    default: return on_pool_;
  }
}

void counting_context::operation_started() {
  to_.operation_started();
  ++outstanding_;
}

void counting_context::operation_completed() noexcept {
  to_.operation_completed();
  --outstanding_;
  if (released_ != nullptr) released_(hook_);
}

}  // namespace selvage::subjects
