#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/machine.h"
#include "model/pattern.h"

namespace selvage::model {

/// At most this many registrations are checked together: each is a thread of the events' machine.
inline constexpr std::size_t max_registrations = 2;

/// How far a registration has come.
enum class registration_phase : std::uint8_t {
  unregistered,  ///< not registered yet
  beginning,     ///< a register_wait has begun
  between,       ///< holds its reference; does not wait just now
  waiting,       ///< its wait is under way on its thread of the events' machine
  letting_go,    ///< its wait is gone; gives its reference back
  gone,
  completing,  ///< sets the completion event
  completed,
};

/// What its clients can do with a registration.
enum class registration_standing : std::uint8_t {
  unknown,
  known,    ///< handed out: can be unregistered
  refused,  ///< known, and an unregister has been refused to no effect
};

struct registration_state {
  registration_phase at{};
  registration_standing standing{};
  bool unregistered{};         ///< an unregister has won
  bool removed{};              ///< and has removed the wait
  std::uint8_t signalled{};    ///< callbacks queued for signals
  std::uint8_t timed_out{};    ///< callbacks queued for timeouts
  std::uint8_t completion{};   ///< the completion event's object, plus one
  std::uint8_t registering{};  ///< the thread that registers it, plus one
  std::uint8_t too_late{};     ///< the completion event of an unregister that returned false, plus one
  std::array<std::uint8_t, 3> unused{};

  friend bool operator==(const registration_state&, const registration_state&) = default;
};

/// A thread's call of an operation on registrations.
struct registration_call {
  enum class phase : std::uint8_t { idle, called, publishing, removing, draining, done };

  phase at{};
  operation op{};
  std::uint8_t index{};       ///< of the registration among the registrations
  std::uint8_t completion{};  ///< the completion event's object, plus one
  std::int16_t result{};
  std::uint16_t unused{};

  friend bool operator==(const registration_call&, const registration_call&) = default;
};

/// The machine of registered waits (spec/registrations.md): events, and registrations each of whose waits is the wait
/// of a thread of its own in the events' machine. A value; const members may be called from any thread.
class registration {
 public:
  struct state {
    model::state events;
    std::array<registration_state, max_registrations> registrations{};
    std::array<registration_call, first_callback_thread + max_callbacks> calls{};
    std::array<std::uint8_t, 8> callbacks{};  ///< by callback thread: the registration that it runs, plus one

    friend bool operator==(const state&, const state&) = default;
  };

  /// The thread of the events' machine that waits for registration number 0; the next one's is the next.
  static constexpr std::uint8_t first_waiting_thread = first_callback_thread + max_callbacks;

  /// Throws std::invalid_argument for too many objects or registrations.
  registration(std::span<const object_spec> objects, const profile& p);

  [[nodiscard]] state initial() const noexcept;
  bool take(state& s, const label& l) const noexcept;
  void steps(const state& s, std::vector<pattern_step<state>>& out) const;
  void outputs(const state& s, std::vector<output>& out) const;
  [[nodiscard]] std::string_view why_pending(const state& s, std::uint8_t thread) const noexcept;
  [[nodiscard]] std::string_view why_refused(const state& s, const label& l) const noexcept;
  [[nodiscard]] std::string describe(const state& s) const;

  /// The clause of an invariant that the state breaks; empty when it breaks none.
  [[nodiscard]] std::string_view broken(const state& s) const noexcept;

 private:
  using steps_out = std::vector<pattern_step<state>>;

  bool take_callback(state& s, const label& l) const noexcept;
  void register_steps(const state& s, std::size_t thread, steps_out& out) const;
  void unregister_steps(const state& s, std::size_t thread, steps_out& out) const;
  void own_steps(const state& s, std::size_t index, steps_out& out) const;
  void wait(state& s, std::size_t index) const noexcept;
  void let_go(state& s, std::size_t index) const noexcept;
  [[nodiscard]] std::string_view queued_by(const state& s, std::size_t index) const noexcept;
  [[nodiscard]] std::string_view ended_by(const state& s, const registration_call& c) const noexcept;
  [[nodiscard]] std::string_view completes(const state& s, std::uint8_t object) const noexcept;
  [[nodiscard]] const object_spec& spec(std::size_t index) const noexcept { return specs_[objects_[index]]; }
  [[nodiscard]] std::size_t index_of(std::uint8_t object) const noexcept;

  machine events_;
  std::vector<object_spec> specs_;
  std::vector<std::uint8_t> objects_;  ///< the registrations' objects
};
static_assert(pattern<registration> && sizeof(registration::state) % 8 == 0);
static_assert(sizeof(registration_state) == 12 && sizeof(registration_call) == 8);

}  // namespace selvage::model
