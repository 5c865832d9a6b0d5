#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/label.h"
#include "model/pattern.h"

namespace selvage::model {

/// The machine of one token of a component with events, or of one background worker (spec/eap.md): runs that start one
/// after the other, each of which reports progress once, looks for a cancellation, and ends. A value; const members may
/// be called from any thread.
class event_component {
 public:
  static constexpr std::size_t threads = 8;
  static constexpr std::size_t max_runs = 4;  ///< that are not forgotten at one time
  static constexpr std::size_t max_due = 16;  ///< callbacks posted and not begun

  enum class cause : std::uint8_t { progress, result, cancelled, error };

  enum class call_phase : std::uint8_t {
    idle,
    called,
    retrying,  ///< the first retry, before it starts a run
    done,
  };

  struct call {
    operation op{};
    call_phase at{};
    std::int16_t result{};
    friend bool operator==(const call&, const call&) = default;
  };
  static_assert(sizeof(call) == 4);

  enum class stage : std::uint8_t {
    none,
    queued,
    reporting,  ///< inline: until the callback of the progress has run
    reported,
    found,      ///< what becomes of it is known
    free,       ///< the token may be used again
    ending,     ///< inline: until the callback of the completion has run
    informing,  ///< before the context is told
    raised,     ///< a worker that is still busy, its completion posted
    told,       ///< likewise, and its context told
  };

  struct run {
    stage at{};
    cause ends{};
    friend auto operator<=>(const run&, const run&) = default;
  };

  struct state {
    std::array<call, threads> calls{};
    std::array<run, max_runs> runs{};                   ///< in one order: their history is of no account
    std::array<std::uint8_t, max_callbacks> running{};  ///< 1 + the cause of the callback, or 0
    std::array<std::uint8_t, 2> ended{};                ///< inline callbacks whose post has not returned: progress, end
    std::array<std::uint8_t, max_due> due{};            ///< 1 + cause, in the order of the posts
    std::uint8_t cancelled{};                           ///< the run that is not free yet was asked to stop
    std::uint8_t retried{};
    std::array<std::uint8_t, 2> unused{};
    friend bool operator==(const state&, const state&) = default;
  };
  static_assert(sizeof(state) == 64);

  explicit event_component(const object_spec& spec) noexcept : spec_(spec) {}

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
  void act(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const;
  void work(const state& s, std::size_t of, std::vector<pattern_step<state>>& out) const;
  [[nodiscard]] bool may_run(const state& s, std::int16_t c) const noexcept;

  object_spec spec_;
};
static_assert(pattern<event_component>);

}  // namespace selvage::model
