#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "selvage/async/async_operation_manager.h"
#include "selvage/async/error.h"

namespace selvage::async {

/// The operations of a component that runs several at once, by the tokens that its clients gave them (EAP-02, EAP-20,
/// EAP-25). Member functions may be called from any thread. O(log n) in the operations under way.
template <class Token>
class operation_table {
 public:
  /// Makes an operation on the calling thread's context, with `user_state` for its token. Throws argument_error when one
  /// with that token is under way, and what async_operation_manager throws.
  std::shared_ptr<async_operation> start(const Token& token, async_operation::token user_state = nullptr) {
    {
      const std::scoped_lock lock(mutex_);
      if (!entries_.try_emplace(token).second) throw argument_error("an operation with this token is under way");
    }
    // Without the lock: the context may ask for the operations here.
    std::shared_ptr<async_operation> made;
    try {
      made = async_operation_manager::create_operation(user_state);
    } catch (...) {
      take(token);
      throw;
    }
    const std::scoped_lock lock(mutex_);
    entries_[token].operation = made;
    return made;
  }

  /// Asks the operation to stop. False when there is none with that token.
  bool cancel(const Token& token) {
    const std::scoped_lock lock(mutex_);
    const auto at = entries_.find(token);
    if (at == entries_.end()) return false;
    at->second.cancelled = true;
    return true;
  }

  /// Whether the operation was asked to stop; false when there is none with that token.
  [[nodiscard]] bool is_cancelled(const Token& token) const {
    const std::scoped_lock lock(mutex_);
    const auto at = entries_.find(token);
    return at != entries_.end() && at->second.cancelled;
  }

  [[nodiscard]] bool contains(const Token& token) const {
    const std::scoped_lock lock(mutex_);
    return entries_.contains(token);
  }

  /// Takes the operation out, to complete it: from here on its token may be used again. Null when there is none: of
  /// several who ask for it one gets it.
  std::shared_ptr<async_operation> take(const Token& token) {
    const std::scoped_lock lock(mutex_);
    const auto node = entries_.extract(token);
    return node.empty() ? nullptr : node.mapped().operation;
  }

 private:
  struct entry {
    std::shared_ptr<async_operation> operation;
    bool cancelled{};
  };

  mutable std::mutex mutex_;
  std::map<Token, entry> entries_;
};

}  // namespace selvage::async
