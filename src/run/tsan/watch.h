#pragma once

#include <string>

#include "src/engine/observer.h"

namespace selvage::run {

/// Tells the real ThreadSanitizer what the engine models, and collects its reports. One a process.
class tsan_watch final : public engine::observer {
 public:
  /// Before the first execution.
  tsan_watch();
  void begins() noexcept override;
  void ends(engine::execution& result) noexcept override;
  void spawned(engine::thread_id child, engine::thread_id parent) noexcept override;
  void joined(engine::thread_id t, engine::thread_id finished) noexcept override;
  void finished(engine::thread_id t) noexcept override;
  void acquired(engine::kernel_object& o, engine::hold how) noexcept override;
  void released(engine::kernel_object& o, engine::hold how) noexcept override;

  /// Whether ThreadSanitizer reported a race in the last execution.
  [[nodiscard]] static bool reported() noexcept;
  /// The first report of the last execution in one sentence, and its places with file and line.
  [[nodiscard]] static std::string sentence();
  [[nodiscard]] static std::string places();
};

}  // namespace selvage::run
