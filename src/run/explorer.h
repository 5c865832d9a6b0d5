#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "src/detect/detector.h"
#include "src/engine/strategy.h"
#include "src/explore/counters.h"
#include "src/explore/replay_strategy.h"
#include "src/order/weak_memory.h"
#include "src/record/recorder.h"
#include "src/run/program.h"
#include "src/run/task.h"
#ifdef SELVAGE_WITH_TSAN
#include "src/run/tsan/watch.h"
#endif

namespace selvage::run {

/// Runs the program again and again, in the program's own process.
class explorer {
 public:
  explorer(program& p, const task& t);

  /// Does the task.
  [[nodiscard]] answer work();

  /// One execution under `s`, in a process of its own when the task wants that. False when `s` has nothing left.
  bool run(engine::strategy& s, std::uint64_t index, outcome& result);

 private:
  answer explore();
  [[nodiscard]] bool may_run(std::uint64_t index, const std::function<bool()>& time_is_over);
  answer replay();
  answer minimise();
  bool run_here(engine::strategy& s, std::uint64_t index, outcome& result);
  bool run_apart(engine::strategy& s, std::uint64_t index, outcome& result);
  void judge_ending(const engine::execution& e, outcome& result) const;
  void judge(const engine::execution& e, outcome& result) const;
  [[nodiscard]] std::string_view verdict_of_findings(const engine::execution& e) const;
  void explain(check::replay_strategy& s, outcome& shown);
  void note_warning(const outcome& o);
  [[nodiscard]] outcome repeat(const outcome& first);

  program& program_;
  const task& task_;
  counters counters_;
  worker_counters& own_;
  engine::heap_mode heap_;  ///< of the next execution
  bool want_schedule_{};  ///< also of executions that show nothing
#ifdef SELVAGE_WITH_TSAN
  tsan_watch tsan_;
#endif
  std::optional<order::weak_memory> weak_memory_;
  std::optional<detect::detector> detector_;
  engine::address_set points_;
  std::optional<record::recorder> recorder_;
  std::optional<outcome> warned_;
  engine::execution execution_;
};

}  // namespace selvage::run
