#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/operation.h"
#include "model/verdict.h"
#include "selvage/subject.h"
#include "src/check/driver.h"
#include "src/check/program.h"
#include "src/conform/checker.h"
#include "tests/stress/recorder.h"

namespace selvage::stress {

/// The reference's table, compiled into the tests.
[[nodiscard]] const selvage_subject& reference() noexcept;

/// What a run showed that the model does not allow.
struct real_violation {
  model::verdict verdict{};
  std::string clause;
  std::string text;  ///< the finding and the history, for a person
};

/// Plays a program on real threads under the operating system's scheduler, and holds the recorded history against the
/// model. The program must be one that never blocks for ever (check::may_block), as real threads cannot be taken back.
class real_run {
 public:
  /// `patience` is how long a run may take to come to rest before something counts as missing.
  real_run(const selvage_subject& subject, check::program p,
           std::chrono::milliseconds patience = std::chrono::seconds(60));

  /// One run; `seed` decides where its threads yield. A run whose threads do not end within the patience ends the
  /// process, with its history.
  std::optional<real_violation> once(std::uint64_t seed);

 private:
  struct object {
    real_run* owner{};
    std::uint8_t index{};
    check::driver* by{};
    void* made{};
  };

  check::driver* driver_of(model::family f, const selvage_subject& subject);
  void play(const std::vector<check::program_operation>& operations, std::uint8_t thread, std::uint64_t seed);
  void join(std::vector<std::thread>& clients, const std::atomic<unsigned>& running);
  std::optional<real_violation> judge();
  std::optional<real_violation> refused(const std::vector<model::label>& history);
  void make_objects();
  void destroy_objects();
  static void released(void* context);
  static void called_back(void* context, int cause);

  check::program program_;
  std::chrono::milliseconds patience_;
  std::vector<std::pair<model::family, std::unique_ptr<check::driver>>> drivers_;
  std::vector<object> objects_;
  std::unique_ptr<conform::checker> checker_;
  std::unique_ptr<recorder> history_;
  std::atomic<unsigned> callback_slots_{0};  ///< a bit for each callback thread that runs one
  std::atomic<bool> over_{false};
};

/// The first violation of so many runs.
[[nodiscard]] std::optional<real_violation> violation_of(const selvage_subject& subject, const check::program& p,
                                                         unsigned rounds,
                                                         std::chrono::milliseconds patience = std::chrono::seconds(60));

}  // namespace selvage::stress
