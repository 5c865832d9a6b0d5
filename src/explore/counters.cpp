#include "src/explore/counters.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace selvage::run {

struct counters::header {
  alignas(64) std::atomic<std::uint64_t> stop;
  std::uint64_t workers;
  std::uint64_t slots;
  alignas(64) worker_counters first_worker;  ///< the others follow
};

namespace {

std::runtime_error unusable(const std::filesystem::path& file) {
  return std::runtime_error("cannot map '" + file.string() + "'");
}

std::uint64_t next_of(const worker_counters& w, std::uint64_t slots) noexcept {
  return w.first + w.executions.load(std::memory_order_acquire) * slots;
}

/// How many of the worker's executions have at most that number.
std::uint64_t count_up_to(const worker_counters& w, std::uint64_t number, std::uint64_t slots,
                          std::uint64_t done) noexcept {
  if (number < number_of(w.first)) return 0;
  return std::min(done, (number - number_of(w.first)) / slots + 1);
}

}  // namespace

counters::counters(const std::filesystem::path& file, std::uint64_t workers, std::uint64_t slots) {
  const std::size_t size = sizeof(header) + (workers - 1) * sizeof(worker_counters);
  const int d = open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (d < 0 || ftruncate(d, static_cast<off_t>(size)) != 0) {
    if (d >= 0) close(d);
    throw std::runtime_error("cannot write '" + file.string() + "'");
  }
  map(d, size, file);
  header_->stop.store(no_number);
  header_->workers = workers;
  header_->slots = slots;
}

counters::counters(const std::filesystem::path& file) {
  if (file.empty()) {
    map(-1, sizeof(header), file);
    header_->stop.store(no_number);
    header_->workers = header_->slots = 1;
    return;
  }
  const int d = open(file.c_str(), O_RDWR | O_CLOEXEC);
  struct stat s{};
  if (d < 0 || fstat(d, &s) != 0) {
    if (d >= 0) close(d);
    throw unusable(file);
  }
  map(d, static_cast<std::size_t>(s.st_size), file);
}

void counters::map(int descriptor, std::size_t size, const std::filesystem::path& file) {
  const int flags = MAP_SHARED | (descriptor < 0 ? MAP_ANONYMOUS : 0);
  void* const p = mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, descriptor, 0);
  if (descriptor >= 0) close(descriptor);
  if (p == MAP_FAILED) throw unusable(file);
  header_ = static_cast<header*>(p);
  size_ = size;
}

counters::~counters() { munmap(header_, size_); }

std::uint64_t counters::workers() const noexcept { return header_->workers; }

worker_counters& counters::of(std::uint64_t worker) const noexcept { return (&header_->first_worker)[worker]; }

void counters::stop_at(std::uint64_t number) noexcept {
  auto known = header_->stop.load();
  while (number < known && !header_->stop.compare_exchange_weak(known, number)) {
  }
}

std::uint64_t counters::stop() const noexcept { return header_->stop.load(std::memory_order_relaxed); }

void counters::done(worker_counters& w, std::uint64_t steps) noexcept {
  const auto k = w.executions.load(std::memory_order_relaxed);
  const auto before = k == 0 ? 0 : w.steps[(k - 1) % worker_counters::window].load(std::memory_order_relaxed);
  w.steps[k % worker_counters::window].store(before + steps, std::memory_order_relaxed);
  w.executions.store(k + 1, std::memory_order_release);
}

bool counters::too_far(std::uint64_t execution) noexcept {
  if (execution < horizon_) return false;
  const auto reach = worker_counters::window / 2 * header_->slots;
  const auto done = all_done_before();
  horizon_ = done > no_number - reach ? no_number : done + reach;
  return execution >= horizon_;
}

std::uint64_t counters::all_done_before() const noexcept {
  auto least = no_number;
  for (std::uint64_t i = 0; i < workers(); ++i) least = std::min(least, next_of(of(i), header_->slots));
  return least;
}

std::optional<totals> counters::up_to(std::uint64_t number) const noexcept {
  totals t;
  for (std::uint64_t i = 0; i < workers(); ++i) {
    const auto& w = of(i);
    const auto count = count_up_to(w, number, header_->slots, w.executions.load(std::memory_order_acquire));
    if (count == 0) continue;
    const auto steps = w.steps[(count - 1) % worker_counters::window].load(std::memory_order_acquire);
    // The worker may have come round the window since, or be about to.
    if (w.executions.load(std::memory_order_acquire) - count >= worker_counters::window - 1) return std::nullopt;
    t.executions += count;
    t.steps += steps;
  }
  return t;
}

std::uint64_t counters::executions() const noexcept {
  std::uint64_t sum = 0;
  for (std::uint64_t i = 0; i < workers(); ++i) sum += of(i).executions.load(std::memory_order_relaxed);
  return sum;
}

}  // namespace selvage::run
