#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/label.h"
#include "model/pattern.h"
#include "model/profile.h"
#include "model/state.h"

namespace selvage::model {

/// The machine of up to `most` asynchronous operations and their results (spec/apm.md). A value; const members may be
/// called from any thread.
///
/// The event behind a wait handle is set exactly when the operation is completed, so of the events machine only the
/// handle's word (model/safe_handle.h) is kept.
class async_result {
 public:
  static constexpr std::size_t most = 4;

  enum class call_phase : std::uint8_t {
    idle,
    called,      ///< has not taken effect yet
    completing,  ///< won the completion
    waiting,     ///< a wait that holds a reference to the handle; an End that waits for the operation
    leaving,     ///< the result is fixed; the reference is given back
    done,
  };

  struct call {
    operation op{};
    call_phase at{};
    std::uint8_t object{};
    patience timeout{};
    std::int16_t result{};
    std::uint8_t foreign{};  ///< an End with another operation's result: the number of that one, from 1
    std::uint8_t late{};     ///< a wait that took its handle after the completion
    friend bool operator==(const call&, const call&) = default;
  };
  static_assert(sizeof(call) == 8);

  enum class callback_phase : std::uint8_t { none, due, running, over };

  /// How a client first got to know of the completion: names the clause that a contrary answer breaks.
  enum class news : std::uint8_t { none, wait, callback, other };

  struct result {
    std::uint8_t begun{};
    std::uint8_t claimed{};      ///< some completion has won
    std::uint8_t completed{};
    std::uint8_t synchronous{};  ///< completed inside Begin before anyone asked
    std::uint8_t asked{};        ///< whether it completed synchronously, while it had not completed
    std::uint8_t ended{};        ///< some End has won
    callback_phase callback{};
    std::uint8_t callback_thread{};
    news known{};
    std::uint8_t value{};
    object_state handle{};
    friend bool operator==(const result&, const result&) = default;
  };
  static_assert(sizeof(result) == 16);

  struct state {
    std::array<call, max_threads> calls{};
    std::array<result, most> results{};
    friend bool operator==(const state&, const state&) = default;
  };
  static_assert(sizeof(state) == 128);

  /// Throws std::invalid_argument for more than `most` objects, or one that is no async result.
  explicit async_result(std::span<const object_spec> objects);

  [[nodiscard]] state initial() const noexcept;
  bool take(state& s, const label& l) const noexcept;
  void steps(const state& s, std::vector<pattern_step<state>>& out) const;
  void outputs(const state& s, std::vector<output>& out) const;
  [[nodiscard]] std::string_view why_pending(const state& s, std::uint8_t thread) const noexcept;
  [[nodiscard]] std::string_view why_refused(const state& s, const label& l) const noexcept;
  [[nodiscard]] std::string describe(const state& s) const;

  /// The clause of an invariant that the state breaks; empty when it breaks none.
  [[nodiscard]] std::string_view broken(const state& s) const noexcept;

  /// The value that a completion by this client thread stores.
  [[nodiscard]] static constexpr std::int16_t value_of(std::uint8_t thread) noexcept {
    return static_cast<std::int16_t>(thread + 1);
  }

 private:
  bool begin_call(state& s, const label& l) const noexcept;
  bool begin_callback(state& s, const label& l) const noexcept;
  void act(const state& s, std::size_t thread, std::vector<pattern_step<state>>& out) const;
  void complete(result& r, std::size_t object, std::uint8_t thread, bool inside_begin) const noexcept;
  [[nodiscard]] std::string_view clause_of(const state& s, const call& c) const noexcept;
  [[nodiscard]] std::string_view progress_of(const state& s, const call& c) const noexcept;

  std::size_t count_{};
  std::array<object_spec, most> spec_{};
};
static_assert(pattern<async_result>);

}  // namespace selvage::model
