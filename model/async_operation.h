#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/label.h"
#include "model/pattern.h"

namespace selvage::model {

/// The machine of one operation with events (spec/eap.md). A value; const members may be called from any thread.
/// Inline callbacks are not told apart by who posted them: of two threads inside posts at one time, the one whose
/// callback has run is whichever returns first.
class async_operation {
 public:
  static constexpr std::size_t threads = 8;

  enum class call_phase : std::uint8_t {
    idle,
    called,           ///< has not taken effect yet
    holding,          ///< likewise, and keeps the operation from being destroyed
    posting,          ///< not refused, not posted yet
    inside_progress,  ///< a post whose callback runs inside it
    inside_end,       ///< a post_completed, likewise
    informing,        ///< before the context counts the completion
    told,             ///< before the context shows it
    done,
  };

  struct call {
    operation op{};
    call_phase at{};
    std::int16_t result{};
    friend bool operator==(const call&, const call&) = default;
  };
  static_assert(sizeof(call) == 4);

  enum class life : std::uint8_t { none, made, abandoned, destroying, destroyed };
  enum class ending : std::uint8_t { open, posted, silent };

  struct state {
    std::array<call, threads> calls{};
    std::array<std::uint8_t, max_callbacks> running{};  ///< 1 + the cause of the callback, or 0
    std::array<std::uint8_t, 2> ended{};                ///< inline callbacks whose post has not returned, by cause
    life alive{};
    ending end{};
    std::uint8_t progress_due{};    ///< posted, callback not begun; in a loop: before the completion
    std::uint8_t completion_due{};  ///< likewise, 0 or 1
    std::uint8_t progress_late{};   ///< in a loop: posted behind the completion
    std::uint8_t completion_posted{};
    std::uint8_t informed{};     ///< the context's OperationCompleted
    std::uint8_t outstanding{};  ///< operations that the context counts
    std::array<std::uint8_t, 4> unused{};
    friend bool operator==(const state&, const state&) = default;
  };
  static_assert(sizeof(state) == 48);

  explicit async_operation(const object_spec& spec) noexcept
      : inline_(spec.inline_context), loop_(spec.loop_context), throwing_(spec.throwing_context) {}

  [[nodiscard]] state initial() const noexcept { return {}; }
  bool take(state& s, const label& l) const noexcept;
  void steps(const state& s, std::vector<pattern_step<state>>& out) const;
  void outputs(const state& s, std::vector<output>& out) const;
  [[nodiscard]] std::string_view why_pending(const state& s, std::uint8_t thread) const noexcept;
  [[nodiscard]] std::string_view why_refused(const state& s, const label& l) const noexcept;
  [[nodiscard]] std::string describe(const state& s) const;

  /// The clause of an invariant that the state breaks; empty when it breaks none.
  [[nodiscard]] static std::string_view broken(const state& s) noexcept;

 private:
  void step(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const;
  void act(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const;
  void put(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const;
  [[nodiscard]] bool may_run(const state& s, std::int16_t cause) const noexcept;

  bool inline_;
  bool loop_;
  bool throwing_;
};
static_assert(pattern<async_operation>);

}  // namespace selvage::model
