// An object with asynchronous disposal: operations in flight, and a disposal that waits for the last of them. Two of
// them, one wrong; exit status 0 when the check tells them apart.
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "selvage/check/check.h"

namespace {

using selvage::async::invalid_operation_error;
using selvage::async::object_disposed_error;

class connection {
 public:
  // The resource goes by a call of `released`.
  connection(selvage_released_fn released, void* context) : released_(released), context_(context) {}

  void start() {
    const std::scoped_lock lock(mutex_);
    if (disposing_) throw object_disposed_error("disposed of");
    ++in_flight_;
  }

  void finish() {
    const std::scoped_lock lock(mutex_);
    if (in_flight_ == 0) throw invalid_operation_error("nothing has been started");
    --in_flight_;
    finished_.notify_all();
  }

 protected:
  std::mutex mutex_;
  std::condition_variable finished_;
  int in_flight_ = 0;
  bool disposing_ = false;
  const selvage_released_fn released_;
  void* const context_;
};

class hasty_connection : public connection {
 public:
  using connection::connection;

  // What two disposals at once find out together, both act upon.
  void dispose_async() {
    std::unique_lock lock(mutex_);
    if (disposing_ && in_flight_ == 0) return;
    disposing_ = true;
    finished_.wait(lock, [this] { return in_flight_ == 0; });
    lock.unlock();
    released_(context_);
  }
};

class my_connection : public connection {
 public:
  using connection::connection;

  void dispose_async() {
    std::unique_lock lock(mutex_);
    if (disposing_) return;
    disposing_ = true;
    finished_.wait(lock, [this] { return in_flight_ == 0; });
    lock.unlock();
    released_(context_);
  }
};

template <class Connection>
selvage::check::report checked(const char* name) {
  static constexpr auto disposal = selvage::subjects::disposal_of<Connection>();
  auto subject = selvage::subjects::described(name, "1", "a connection");
  subject.disposal = &disposal;
  subject.lacks = SELVAGE_LACKS_JOINING | SELVAGE_LACKS_FAILING;
  auto found = selvage::check::subject(subject);
  std::printf("%s: %s\n", name, found.to_string().c_str());
  return found;
}

}  // namespace

int main() {
  const auto good = checked<my_connection>("my_connection");
  const auto bad = checked<hasty_connection>("hasty_connection");
  return good.holds() && bad.violated() && bad.clause() == "DSP-07" ? 0 : 1;
}
