#pragma once

#include <concepts>
#include <cstdint>

/// The word of a reference-counted handle, `references << 2 | disposed << 1 | closed`, in the low 32 bits of W.
namespace selvage::async::detail::handle_word {

inline constexpr std::uint32_t closed = 1;
inline constexpr std::uint32_t disposed = 2;
inline constexpr std::uint32_t one_reference = 4;

template <std::unsigned_integral W>
[[nodiscard]] constexpr bool is_closed(W w) noexcept {
  return (w & closed) != 0;
}

template <std::unsigned_integral W>
[[nodiscard]] constexpr bool is_disposed(W w) noexcept {
  return (w & disposed) != 0;
}

template <std::unsigned_integral W>
[[nodiscard]] constexpr std::uint32_t references(W w) noexcept {
  return static_cast<std::uint32_t>(w) >> 2;
}

/// True when the next release closes an open handle.
template <std::unsigned_integral W>
[[nodiscard]] constexpr bool is_last(W w) noexcept {
  return references(w) == 1 && !is_closed(w);
}

/// The word after a release; there must be a reference to drop.
template <std::unsigned_integral W>
[[nodiscard]] constexpr W after_release(W w) noexcept {
  const W dropped = w - one_reference;
  return references(dropped) == 0 ? dropped | closed : dropped;
}

}  // namespace selvage::async::detail::handle_word
