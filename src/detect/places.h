#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace selvage::detect {

/// An address as a text that means the same place in another process that loads the same images: "heap+0x40",
/// "libthing.so+0x4010", "stack 2-0x180". Empty for other places (thread-local variables).
[[nodiscard]] std::string place_text(const void* address);

/// The address of such a text here; nothing when it is malformed or the image or thread is not there.
[[nodiscard]] std::optional<const void*> place_named(std::string_view text);

}  // namespace selvage::detect
