#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/label.h"
#include "model/pattern.h"

namespace selvage::model {

/// The machine of one object with asynchronous disposal (spec/disposal.md). A value; const members may be called from
/// any thread.
class async_disposable {
 public:
  static constexpr std::size_t threads = 8;

  enum class call_phase : std::uint8_t {
    idle,
    called,     ///< has not taken effect yet
    in_flight,  ///< a use between its two steps
    waiting,    ///< the first disposal, until the resource is released
    joined,     ///< a later one, likewise
    done,
  };

  struct call {
    operation op{};
    call_phase at{};
    std::int16_t result{};
    friend bool operator==(const call&, const call&) = default;
  };
  static_assert(sizeof(call) == 4);

  struct state {
    std::array<call, threads> calls{};
    std::uint8_t begun{};      ///< the disposal has
    std::uint8_t released{};   ///< the resource is
    std::uint8_t in_flight{};  ///< uses and started operations
    std::uint8_t started{};    ///< those that a finish can end
    std::array<std::uint8_t, 4> unused{};
    friend bool operator==(const state&, const state&) = default;
  };
  static_assert(sizeof(state) == 40);

  explicit async_disposable(const object_spec& spec) noexcept
      : joining_(spec.joining), failing_(spec.failing) {}

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
  [[nodiscard]] std::string_view clause_of(const call& c) const noexcept;

  bool joining_;
  bool failing_;
};
static_assert(pattern<async_disposable>);

}  // namespace selvage::model
