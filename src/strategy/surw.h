#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "src/strategy/profile.h"
#include "src/strategy/random.h"

namespace selvage::strategy {

/// Selectively uniform random walk: in every execution one shared object is of interest, and the orders in which
/// threads come to it are equally likely. One thread is meant to come to it next, drawn in proportion to how often each
/// has yet to; others that would come first are held; everything else goes by a random priority for each operation.
/// (Zhao et al., "Selectively Uniform Concurrency Testing", ASPLOS 2025.)
/// Deviations: what threads do is counted in one random execution, and only where there was a choice, so a thread that
/// is alive counts as having one use left at least; the object is drawn in proportion to its uses in that execution,
/// among those that two threads used; one execution in eight has none.
class surw final : public engine::strategy {
 public:
  explicit surw(std::uint64_t seed) noexcept : seed_(seed) {}

  bool begin(std::uint64_t index) override;
  [[nodiscard]] bool wants_profile() const override { return true; }
  engine::thread_id pick(const engine::decision& d) override;
  std::uint32_t draw(std::uint32_t bound) override { return random_.below(bound); }
  void spawned(engine::thread_id child, engine::thread_id parent) override;
  void finished(engine::thread_id t, std::uint32_t points) override;
  void end() override;

  /// The profile execution, when another strategy schedules it, goes on with `chosen`.
  void measure(const engine::decision& d, engine::thread_id chosen);

 private:
  /// An object that at least two threads use, and how often each does.
  struct shared_object {
    const void* address{};
    std::uint32_t uses{};
    profile of_threads;
  };
  struct used_object {
    const void* address{};
    std::vector<std::uint32_t> by_path;  // spawn path
  };
  struct thread {
    std::uint32_t priority{};  // of its pending operation
    std::uint32_t uses{};      // of the object, so far
    bool alive{};
  };

  [[nodiscard]] bool of_interest(const engine::pending_op& op) const noexcept {
    return object_ != nullptr && op.object == object_->address;
  }
  void intend();
  [[nodiscard]] engine::thread_id highest(const engine::decision& d, bool hold) const;

  std::uint64_t seed_;
  random random_;
  profile paths_;
  // Of the profile execution. In the order of first uses: addresses differ from process to process.
  std::vector<used_object> uses_;
  std::unordered_map<const void*, std::size_t> number_of_;
  std::vector<shared_object> objects_;
  shared_object* object_{};
  std::vector<thread> threads_;  // of the current execution, by thread id
  engine::thread_id intended_{engine::no_thread};
};

}  // namespace selvage::strategy
