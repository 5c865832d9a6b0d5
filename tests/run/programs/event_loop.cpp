// An event loop on epoll, an eventfd, a pipe and a timer, and ways to get it wrong, by argument.
#undef NDEBUG
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <cassert>
#include <cstring>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

namespace {

class loop {
 public:
  explicit loop(const char* how) : how_(how) {
    assert(pipe(ends_) == 0);
    listen(wakeup_, is("edge") ? EPOLLIN | EPOLLET : EPOLLIN);
    listen(ends_[0], EPOLLIN);
    listen(timer_, EPOLLIN);
  }
  ~loop() {
    // Descriptors that a program leaves open are no violation.
    if (is("open")) return;
    for (const int d : {set_, wakeup_, timer_, ends_[0], ends_[1]}) assert(close(d) == 0);
  }

  void post(int task) {
    bool wakes = true;
    {
      const std::lock_guard guard(lock_);
      tasks_.push_back(task);
      wakes = !is("flag") || asleep_;
    }
    if (wakes) assert(eventfd_write(wakeup_, 1) == 0);
  }

  void say(char c) { assert(write(ends_[1], &c, 1) == 1); }

  int run() {
    const itimerspec soon{.it_interval = {}, .it_value = {.tv_sec = 1, .tv_nsec = 0}};
    if (is("timer")) assert(timerfd_settime(timer_, 0, &soon, nullptr) == 0);
    int sum = 0;
    for (;;) {
      epoll_event events[3];
      const int n = epoll_wait(set_, events, 3, -1);
      assert(n > 0);
      for (int i = 0; i < n; ++i) {
        if (events[i].data.fd == timer_) return 100 + static_cast<int>(number_in(timer_));
        if (events[i].data.fd == ends_[0]) {
          char c = 0;
          assert(read(ends_[0], &c, 1) == 1);
          sum += c - '0';
          continue;
        }
        number_in(wakeup_);
        int task = -1;
        do {
          {
            const std::lock_guard guard(lock_);
            // With "flag" who posts now sees a loop that is awake, and it does not look again.
            asleep_ = tasks_.empty();
            task = tasks_.empty() ? -1 : tasks_.front();
            if (task >= 0) tasks_.pop_front();
          }
          if (task == 0) return sum;
          sum += task > 0 ? task : 0;
        } while (task >= 0 && !is("edge") && !is("flag"));
      }
    }
  }

  [[nodiscard]] int wakeup() const { return wakeup_; }

 private:
  [[nodiscard]] bool is(const char* how) const { return how_ == how; }
  void listen(int d, std::uint32_t events) {
    epoll_event e{.events = events, .data = {.fd = d}};
    assert(epoll_ctl(set_, EPOLL_CTL_ADD, d, &e) == 0);
  }
  static std::uint64_t number_in(int d) {
    std::uint64_t value = 0;
    (void)!read(d, &value, sizeof value);
    return value;
  }

  std::string how_;
  int set_ = epoll_create1(EPOLL_CLOEXEC);
  int wakeup_ = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  int timer_ = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  int ends_[2]{};
  std::mutex lock_;
  std::deque<int> tasks_;
  bool asleep_ = true;
};

}  // namespace

int main(int, char** argv) {
  const bool closes = std::strcmp(argv[1], "closed") == 0;
  const bool timed = std::strcmp(argv[1], "timer") == 0;
  loop l(argv[1]);
  int sum = 0;
  std::thread t([&] { sum = l.run(); });
  if (closes) {
    std::thread poster([&] { eventfd_write(l.wakeup(), 1); });
    close(l.wakeup());
    poster.join();
    _exit(0);
  }
  if (timed) {
    t.join();
    assert(sum == 101);
    return 0;
  }
  l.post(1);
  l.say('2');
  l.post(0);
  t.join();
  assert(sum == 1 || sum == 3);
}
