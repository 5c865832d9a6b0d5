#pragma once

#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "selvage/async/synchronization_context.h"

namespace selvage::async {

/// A context of a client's own, for one thread: keeps what is posted, and counts.
struct counting_context : synchronization_context {
  int started{};
  int completed{};
  bool throws{};
  bool inline_posts{};
  std::vector<std::function<void()>> posted;

  void post(std::function<void()> work) override {
    if (throws) throw std::runtime_error("cannot post");
    if (inline_posts) return work();
    posted.push_back(std::move(work));
  }
  void operation_started() override { ++started; }
  void operation_completed() noexcept override { ++completed; }
};

}  // namespace selvage::async
