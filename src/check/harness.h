#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/profile.h"
#include "model/verdict.h"
#include "src/check/history.h"
#include "src/check/history_set.h"
#include "src/check/program.h"
#include "src/check/subject_library.h"
#include "src/conform/checker.h"
#include "src/engine/engine.h"

namespace selvage::check {

/// Runs the executions of one program on one subject and judges each. Not thread-safe; one engine a process.
class harness {
 public:
  /// Throws subject_error when the subject lacks what the program needs. The subject's table must outlive this.
  harness(const subject& s, const program& p, const model::profile& held_to, const engine::settings& options);

  harness(const harness&) = delete;
  harness& operator=(const harness&) = delete;

  /// Runs execution number `index` and judges it. Returns false when the strategy has nothing left. Does not allocate
  /// once it is warm and the execution holds.
  bool run(engine::strategy& s, std::uint64_t index);

  // ---- about the last execution ----

  [[nodiscard]] model::verdict verdict() const noexcept { return verdict_; }
  /// Why the verdict is not `holds`.
  [[nodiscard]] conform::finding finding() const;
  /// Not empty when the execution shows neither: the subject called what the engine does not model.
  [[nodiscard]] const std::string& unsupported() const noexcept { return unsupported_; }
  /// It ended in a deadlock to which the model agrees.
  [[nodiscard]] bool blocked() const noexcept { return blocked_; }
  /// The labels, with the final `quiescent` if there was one.
  [[nodiscard]] std::span<const model::label> labels() const noexcept { return history_.labels(); }
  /// How many of the labels conform; the one at that index is refused. All of them when the history conforms.
  [[nodiscard]] std::size_t conforming() const noexcept { return conforming_; }
  [[nodiscard]] const engine::execution& execution() const noexcept { return execution_; }
  /// The machine's possible states where the history was refused, or at its end.
  [[nodiscard]] std::vector<std::string> model_states();

  // ---- about all of them ----

  [[nodiscard]] std::size_t distinct_histories() const noexcept { return known_.size(); }
  [[nodiscard]] bool distinct_is_bound() const noexcept { return known_.full(); }

  /// Without it every label of every execution goes through the checker: for measuring.
  void remember_histories(bool on) noexcept { remember_ = on; }

 private:
  struct call {
    model::label called;
    model::label returned;
    bool timed{};
  };
  struct client {
    harness* owner{};
    std::vector<call> calls;
  };
  struct object {
    harness* owner{};
    std::uint8_t index{};
    model::object_spec spec;
    void* made{};
  };

  static void body(void* self);
  static void client_body(void* self);
  static void released(void* context);

  void play();
  [[nodiscard]] bool make_objects();
  void destroy_objects();
  [[nodiscard]] int invoke(const call& c);
  void judge();
  [[nodiscard]] bool history_conforms();
  void judge_ending();
  void found(model::verdict v, std::string detail);

  const selvage_event_functions* events_;
  const selvage_handle_functions* handles_;
  engine::settings options_;
  std::vector<object> objects_;
  std::vector<client> clients_;
  std::unique_ptr<conform::checker> checker_;
  history_buffer history_;
  history_set known_;
  bool remember_{true};

  engine::execution execution_;
  std::array<std::uint8_t, 256> client_of_{};  ///< by engine thread
  bool complete_{};                            ///< the final label is recorded
  bool make_failed_{};
  bool conforms_{true};
  bool blocked_{};
  std::size_t conforming_{};
  model::verdict verdict_{};
  std::string detail_;
  std::string unsupported_;
};

}  // namespace selvage::check
