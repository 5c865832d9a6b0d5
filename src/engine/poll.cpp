#include "src/engine/poll.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <vector>

#include "src/engine/descriptor_io.h"
#include "src/engine/descriptor_table.h"
#include "src/engine/descriptor_wait.h"
#include "src/engine/epoll.h"
#include "src/engine/sync.h"

namespace selvage::engine::io {
namespace {

bool open_in_the_system(int number) noexcept { return fcntl(number, F_GETFD) >= 0; }

// A descriptor of the system's that nobody can wait for: regular files, directories, /dev/null.
bool is_always_ready(int number) noexcept {
  struct stat s{};
  if (fstat(number, &s) != 0) return false;
  return S_ISREG(s.st_mode) || S_ISDIR(s.st_mode) || (S_ISCHR(s.st_mode) && s.st_rdev == makedev(1, 3));
}

// ---- poll ----

/// The descriptions that a thread polls. Kept for the thread's next poll: a fiber that is abandoned gives nothing back.
class polled final : public awaited {
 public:
  void begin(pollfd* list, std::size_t count, const char* function) {
    list_ = list;
    function_ = function;
    targets_.assign(count, nullptr);
    for (std::size_t i = 0; i < count; ++i) {
      list[i].revents = 0;
      if (list[i].fd < 0) continue;
      targets_[i] = descriptors.use(list[i].fd);
      if (targets_[i] != nullptr)
        descriptors.hold(*targets_[i]);
      else if (descriptors.known(list[i].fd) || !open_in_the_system(list[i].fd))
        list[i].revents = POLLNVAL;
      else if (is_always_ready(list[i].fd))
        list[i].revents = static_cast<short>(list[i].events & (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM));
      else
        refuse(function, list[i].fd);
    }
  }
  void end() noexcept {
    for (description* d : targets_)
      if (d != nullptr) descriptors.release(*d);
    targets_.clear();
  }

  [[nodiscard]] bool ready() const noexcept override {
    for (std::size_t i = 0; i < targets_.size(); ++i)
      if (events_of(i) != 0) return true;
    return false;
  }
  [[nodiscard]] std::int64_t due() const noexcept override {
    std::int64_t first = no_deadline;
    for (std::size_t i = 0; i < targets_.size(); ++i)
      if (targets_[i] != nullptr && (list_[i].events & POLLIN) != 0) first = earlier(first, targets_[i]->due());
    return first;
  }
  [[nodiscard]] std::string describe() const override {
    std::string text;
    for (const description* d : targets_)
      if (d != nullptr) text += (text.empty() ? "" : ", ") + rt.describe(d->object());
    return function_ + (text.empty() ? std::string() : " on " + text);
  }

  int fill_in() noexcept {
    int count = 0;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      list_[i].revents = static_cast<short>(events_of(i));
      if (list_[i].revents == 0) continue;
      ++count;
      if (targets_[i] != nullptr && rt.watch != nullptr) [[unlikely]]
        rt.watch->acquired(targets_[i]->object(), hold::readiness);
    }
    return count;
  }

  /// There is nothing to wait for but time.
  [[nodiscard]] bool is_a_sleep() const noexcept { return first() == nullptr && !ready(); }

  [[nodiscard]] kernel_object* first() const noexcept {
    for (const description* d : targets_)
      if (d != nullptr) return &d->object();
    return nullptr;
  }

 private:
  [[nodiscard]] std::uint32_t events_of(std::size_t i) const noexcept {
    if (targets_[i] == nullptr) return static_cast<std::uint32_t>(list_[i].revents);
    const auto wanted = static_cast<std::uint32_t>(static_cast<unsigned short>(list_[i].events));
    return targets_[i]->ready() & (wanted | POLLERR | POLLHUP);
  }

  pollfd* list_{};
  std::string function_;
  std::vector<description*> targets_;
};

polled& polled_by_current() {
  static std::array<std::unique_ptr<polled>, max_threads> by_thread;
  auto& mine = by_thread[rt.current->id];
  if (mine == nullptr) mine = std::make_unique<polled>();
  return *mine;
}

// ---- epoll ----

class listened final : public awaited {
 public:
  explicit listened(epoll& set) noexcept : set_(set) {}
  [[nodiscard]] bool ready() const noexcept override { return set_.ready() != 0; }
  [[nodiscard]] std::int64_t due() const noexcept override { return set_.due(); }
  [[nodiscard]] std::string describe() const override {
    const std::string of = set_.describe_targets();
    return "epoll_wait on " + rt.describe(set_.object()) + (of.empty() ? "" : " (" + of + ")");
  }

 private:
  epoll& set_;
};

// The epoll set with that number, or null with the error. Ends the execution for a real one.
epoll* set_at(int number, const char* function, int& error) {
  description* const d = descriptors.use(number);
  if (d == nullptr && !descriptors.known(number) && open_in_the_system(number)) refuse(function, number);
  auto* const set = dynamic_cast<epoll*>(d);
  error = d == nullptr ? -EBADF : set == nullptr ? -EINVAL : 0;
  return set;
}

// Waits unless it is to be at once. True when the deadline comes, or something is ready.
bool wait_until(const awaited& a, kernel_object* on, std::int64_t deadline) noexcept {
  if (deadline != at_once) return waiting.wait(op_kind::descriptor_wait, a, on, deadline) != wake_reason::interrupted;
  // Who looks again and again must see time pass.
  if (!a.ready() && a.due() != no_deadline) rt.read_clock();
  return true;
}

}  // namespace

int poll(pollfd* list, std::size_t count, std::int64_t deadline, const char* function) {
  waiting.point(op_kind::descriptor_wait);
  polled& mine = polled_by_current();
  mine.begin(list, count, function);
  if (mine.is_a_sleep() && deadline >= 0) sync::sleep_until(deadline);
  const bool on_time = wait_until(mine, mine.first(), deadline);
  const int found = on_time ? mine.fill_in() : -EINTR;
  mine.end();
  return found;
}

int make_epoll(int flags) {
  waiting.point(op_kind::descriptor_change);
  if ((flags & ~EPOLL_CLOEXEC) != 0) return -EINVAL;
  return descriptors.open(descriptors.make<epoll>(descriptors.make_object(kernel_kind::epoll)),
                          (flags & EPOLL_CLOEXEC) != 0);
}

int epoll_control(int set, int operation, int number, const epoll_event* event) {
  waiting.point(op_kind::descriptor_change);
  int error = 0;
  epoll* const e = set_at(set, "epoll_ctl", error);
  if (error == -EBADF) return error;
  description* const target = descriptors.use(number);
  if (target == nullptr) {
    if (descriptors.known(number) || !open_in_the_system(number)) return -EBADF;
    if (is_always_ready(number)) return -EPERM;
    refuse("epoll_ctl", number);
  }
  if (e == nullptr) return error;
  if (rt.watch != nullptr) [[unlikely]]
    rt.watch->released(e->object(), hold::setting);
  const int failed = e->control(operation, number, *target, event);
  waiting.changed();
  return failed;
}

int epoll_wait(int set, epoll_event* events, int most, std::int64_t deadline) {
  waiting.point(op_kind::descriptor_wait);
  if (most <= 0) return -EINVAL;
  int error = 0;
  epoll* const e = set_at(set, "epoll_wait", error);
  if (e == nullptr) return error;
  const in_use scope(*e);
  const listened mine(*e);
  if (!wait_until(mine, &e->object(), deadline)) return -EINTR;
  if (rt.watch != nullptr && e->ready() != 0) [[unlikely]]
    rt.watch->acquired(e->object(), hold::readiness);
  const int count = e->collect(events, most);
  waiting.changed();
  return count;
}

}  // namespace selvage::engine::io
