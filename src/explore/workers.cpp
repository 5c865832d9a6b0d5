#include "src/explore/workers.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <stdexcept>

namespace selvage::check {
namespace {

constexpr int tick_ms = 100;
constexpr int failed_status = 3;
constexpr char error_mark = '\x15';  ///< before the text of an exception

struct worker {
  pid_t process{};
  int input{-1};
  worker_result result;
};

void write_all(int to, std::string_view text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const auto n = write(to, text.data() + done, text.size() - done);
    if (n <= 0) _exit(failed_status);
    done += static_cast<std::size_t>(n);
  }
}

using worker_function = std::function<void(std::size_t, const worker_output&)>;

[[noreturn]] void be_worker(int to, std::size_t index, const worker_function& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  try {
    work(index, [to](std::string_view text) { write_all(to, text); });
  } catch (const std::exception& e) {
    write_all(to, error_mark + std::string(e.what()));
    _exit(failed_status);
  }
  _exit(0);
}

worker start(std::size_t index, const worker_function& work) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("cannot start a worker: no pipe");
  std::fflush(nullptr);
  worker w;
  w.process = fork();
  if (w.process < 0) throw std::runtime_error("cannot start a worker process");
  if (w.process == 0) {
    close(ends[0]);
    be_worker(ends[1], index, work);
  }
  close(ends[1]);
  w.input = ends[0];
  return w;
}

/// Reads what is there; at its end, collects the worker.
void receive(worker& w) {
  std::array<char, 65536> buffer{};
  const auto n = read(w.input, buffer.data(), buffer.size());
  if (n > 0) {
    w.result.output.append(buffer.data(), static_cast<std::size_t>(n));
    return;
  }
  close(w.input);
  w.input = -1;
  int status = 0;
  waitpid(w.process, &status, 0);
  if (WIFSIGNALED(status)) {
    w.result.signal = WTERMSIG(status);
  } else {
    w.result.status = WEXITSTATUS(status);
  }
  // What a worker sends may hold any byte: only the end of one that failed is a message.
  if (w.result.status != failed_status) return;
  const auto mark = w.result.output.rfind(error_mark);
  if (mark != std::string::npos) {
    w.result.error = w.result.output.substr(mark + 1);
    w.result.output.resize(mark);
  }
}

}  // namespace

shared_progress::shared_progress(std::size_t workers) : count_(workers) {
  void* const memory =
      mmap(nullptr, workers * sizeof(progress_counters), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  counters_ = static_cast<progress_counters*>(memory);
  std::uninitialized_default_construct_n(counters_, workers);
}

shared_progress::~shared_progress() { munmap(counters_, count_ * sizeof(progress_counters)); }

std::uint64_t shared_progress::executions() const noexcept {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count_; ++i) sum += counters_[i].executions.load(std::memory_order_relaxed);
  return sum;
}

std::uint64_t shared_progress::violations() const noexcept {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < count_; ++i) sum += counters_[i].violations.load(std::memory_order_relaxed);
  return sum;
}

std::vector<worker_result> run_workers(std::size_t count, const worker_function& work,
                                       const std::function<void()>& tick) {
  std::vector<worker> workers;
  for (std::size_t i = 0; i < count; ++i) workers.push_back(start(i, work));
  std::vector<pollfd> waiting;
  for (;;) {
    waiting.clear();
    for (const auto& w : workers) {
      if (w.input >= 0) waiting.push_back({w.input, POLLIN, 0});
    }
    if (waiting.empty()) break;
    poll(waiting.data(), waiting.size(), tick_ms);
    for (auto& w : workers) {
      for (const auto& p : waiting) {
        if (p.fd == w.input && p.revents != 0) receive(w);
      }
    }
    if (tick) tick();
  }
  std::vector<worker_result> results;
  for (auto& w : workers) results.push_back(std::move(w.result));
  return results;
}

}  // namespace selvage::check
