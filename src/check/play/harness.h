#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/clause.h"
#include "model/label.h"
#include "model/profile.h"
#include "src/check/play/history_set.h"
#include "src/check/subject/subject.h"
#include "src/conform/checker.h"
#include "src/engine/engine.h"
#include "src/explore/schedule.h"
#include "src/explore/watching.h"
#include "src/order/weak_memory.h"
#include "src/program/driver.h"
#include "src/program/history.h"
#include "src/program/program.h"
#include "src/record/recorder.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

/// Runs the executions of one program on one subject and judges each. Not thread-safe; one engine a process.
class harness {
 public:
  /// Throws subject_error when the subject lacks what the program needs. The subject's table must outlive this.
  harness(const subject& s, const program& p, const model::profile& held_to, const engine::settings& options,
          const watching& watched = {});

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
  /// It had no end, as the model says: callbacks for ever.
  [[nodiscard]] bool endless() const noexcept { return endless_; }
  /// Its history conforms and is none of those remembered from before.
  [[nodiscard]] bool first_seen() const noexcept { return first_seen_; }
  /// The labels, with the final `quiescent` if there was one.
  [[nodiscard]] std::span<const model::label> labels() const noexcept { return history_.labels(); }
  /// How many of the labels conform; the one at that index is refused. All of them when the history conforms.
  [[nodiscard]] std::size_t conforming() const noexcept { return conforming_; }
  [[nodiscard]] const engine::execution& execution() const noexcept { return execution_; }
  /// The machine's possible states where the history was refused, or at its end.
  [[nodiscard]] std::vector<std::string> model_states();
  /// The same after each label, up to and with the one that is refused.
  [[nodiscard]] std::vector<std::vector<std::string>> states_by_label();

  /// What the detectors say of the last execution, with stacks: of what they found, and of the sleepers where the model
  /// says that a wakeup was lost. Runs its schedule, `how`, again; afterwards that execution is the last. `detect` names
  /// the detectors, as `watching` does. Empty when none of them has anything to say.
  [[nodiscard]] std::string explain(const schedule& how, std::uint64_t index, const std::string& detect);
  /// The heap of the next executions, where they do not take turns.
  void use_heap(engine::heap_mode m) noexcept { options_.heap = m; }
  /// The heap that the last execution had.
  [[nodiscard]] engine::heap_mode heap() const noexcept { return options_.heap; }
  /// The detectors watched the last execution.
  [[nodiscard]] bool watched() const noexcept { return watched_; }

  /// The detector that watches; null for none.
  [[nodiscard]] detect::detector* detector() noexcept { return detector_ ? &*detector_ : nullptr; }

  /// Has `r` watch the executions from here on, for people to look at; null for nobody.
  void record(record::recorder* r) noexcept {
    recorder_ = r;
    watch(r);
  }
  /// The client that ran as this thread in the last execution; `no_client` for the subject's own threads.
  [[nodiscard]] std::uint8_t client_of(engine::thread_id t) const noexcept {
    return t < client_of_.size() ? client_of_[t] : no_client;
  }

  // ---- about all of them ----

  /// States of the model that judging has looked at.
  [[nodiscard]] std::uint64_t looked_at() const noexcept { return checker_->looked_at(); }
  [[nodiscard]] const model::profile& held_to() const noexcept { return held_to_; }
  [[nodiscard]] std::size_t distinct_histories() const noexcept { return known_.size(); }
  [[nodiscard]] std::vector<std::uint64_t> history_hashes() const { return known_.hashes(); }
  [[nodiscard]] bool distinct_is_bound() const noexcept { return known_.full(); }

  /// What the engine's thread is doing in the current execution: its client's operation, or `none`, and the number of
  /// its calls so far, modulo 256. For observers.
  struct activity {
    model::operation op{};
    std::uint8_t call{};
  };
  [[nodiscard]] activity doing(engine::thread_id t) const noexcept {
    return t < doing_.size() ? doing_[t] : activity{};
  }

  /// The next executions are seen by `o` instead of the detectors; by these again when it is null.
  void watch(engine::observer* o) noexcept { other_ = o; }

  /// Without it every label of every execution goes through the checker: for measuring.
  void remember_histories(bool on) noexcept { remember_ = on; }

 private:
  struct call {
    model::label called;
    model::label returned;
    bool timed{};
    driver* by{};
    std::array<void*, model::max_label_objects> objects{};  ///< of the current execution
  };
  struct client {
    harness* owner{};
    std::uint8_t thread{};
    std::vector<call> calls;
  };
  struct object {
    harness* owner{};
    std::uint8_t index{};
    model::object_spec spec;
    driver* by{};
    std::vector<call> callback;
    void* made{};
  };

  static constexpr model::label final_label{.kind = model::label_kind::quiescent, .result = 1};  ///< not even time moves

  static constexpr std::size_t many_callbacks = 64;  ///< there may be no end of them

  static void body(void* self);
  static void client_body(void* self);
  static void released(void* context);
  static void called_back(void* context, int cause);

  void make_drivers(const subject& s, const program& p);
  /// Leaks are judged by the bytes that are left, lost wakeups and deadlocks by the model.
  [[nodiscard]] static detect::options judging_options(const std::string& detect);
  /// Of the memory model, when there is one.
  [[nodiscard]] order::clocks* clocks() noexcept {
    return weak_memory_ ? &weak_memory_->happens_before() : nullptr;
  }
  [[nodiscard]] driver* driver_of(model::family f);
  [[nodiscard]] std::vector<call> prepare(const std::vector<program_operation>& operations, std::uint8_t thread);
  void note(const model::label& l) noexcept;
  void play();
  void play(std::vector<call>& calls, std::uint8_t thread);
  [[nodiscard]] bool make_objects();
  void destroy_objects();
  void judge();
  [[nodiscard]] bool history_conforms();
  void judge_ending();
  void judge_endless();
  void judge_findings();
  void found(model::verdict v, std::string detail);
  /// The clause that the detector judges for the program's objects, or null.
  [[nodiscard]] const model::clause* clause_of_detector(std::string_view detector) const;

  struct family_driver {
    model::family of;
    driver* by;
  };

  std::vector<std::unique_ptr<driver>> drivers_;
  std::vector<family_driver> driver_of_;
  engine::settings options_;
  watching watching_;
  engine::address_set points_;
  std::optional<order::weak_memory> weak_memory_;
  std::optional<detect::detector> detector_;
  bool watched_{};
  engine::observer* other_{};
  record::recorder* recorder_{};
  std::vector<object> objects_;
  std::vector<client> clients_;
  std::unique_ptr<conform::checker> checker_;
  history_buffer history_;
  history_set known_;
  bool remember_{true};

  engine::execution execution_;
  std::array<std::uint8_t, 256> client_of_{};                ///< by engine thread
  std::array<activity, 64> doing_{};                         ///< by engine thread
  std::array<bool, model::max_callbacks> callback_slots_{};  ///< taken
  bool calls_back_{};
  bool complete_{};  ///< the final label is recorded
  bool callback_waits_{};  ///< at the end, inside a call
  bool make_failed_{};
  bool conforms_{true};
  bool blocked_{};
  bool endless_{};
  bool first_seen_{};
  std::size_t callbacks_{};  ///< begun so far
  std::size_t fair_from_{};  ///< the label from which on the engine was told to end soon
  model::profile held_to_;
  std::size_t conforming_{};
  model::verdict verdict_{};
  std::string detail_;
  std::string unsupported_;
};

}  // namespace selvage::check
