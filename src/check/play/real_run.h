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
#include "selvage/subject.h"
#include "src/check/play/callback_gate.h"
#include "src/check/play/program_objects.h"
#include "src/check/play/real_recorder.h"
#include "src/conform/checker.h"
#include "src/program/program.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

/// What a run showed that the model does not allow.
struct real_violation {
  model::verdict verdict{};
  std::string clause;
  std::string text;  ///< the finding and the history, for a person
};

/// Plays a program on real threads under the operating system's scheduler, and holds the recorded history against the
/// model. The program must be one that never blocks for ever (may_block), as real threads cannot be taken back.
class real_run {
 public:
  /// `patience` is how long a run may take to come to rest before something counts as missing.
  real_run(const selvage_subject& subject, program p, std::chrono::milliseconds patience = std::chrono::seconds(60));
  real_run(const real_run&) = delete;
  real_run& operator=(const real_run&) = delete;

  /// One run; `seed` decides where its threads yield. A run whose threads or callbacks do not end within the patience
  /// ends the process by abort(), with its history.
  std::optional<real_violation> once(std::uint64_t seed);

  /// What the last run recorded.
  [[nodiscard]] std::vector<model::label> history() const { return history_->labels(); }

 private:
  struct object_context {
    real_run* owner{};
    std::uint8_t index{};
  };

  void play(const std::vector<program_operation>& operations, std::uint8_t thread, std::uint64_t seed);
  void join(std::vector<std::thread>& clients, const std::atomic<unsigned>& running);
  std::optional<real_violation> judge();
  void end_callbacks(const std::optional<real_violation>& found);
  [[noreturn]] void give_up(const char* what) const;
  std::optional<real_violation> refused(const std::vector<model::label>& history);
  static void released(void* context);
  static void called_back(void* context, int cause);

  program program_;
  std::chrono::milliseconds patience_;
  program_objects objects_;
  std::vector<object_context> contexts_;
  std::unique_ptr<conform::checker> checker_;
  std::unique_ptr<real_recorder> history_;
  std::atomic<unsigned> callback_slots_{0};  ///< a bit for each callback thread that runs one
  callback_gate callbacks_;
};

/// The first violation of so many runs.
[[nodiscard]] std::optional<real_violation> violation_of(const selvage_subject& subject, const program& p,
                                                         unsigned rounds,
                                                         std::chrono::milliseconds patience = std::chrono::seconds(60));

}  // namespace selvage::check
