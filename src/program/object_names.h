#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "src/program/program.h"

namespace selvage::check {

/// `text` as the model prints it, with the program's names in place of the numbers of its objects: "object 0" and
/// "registration 1", and the arguments of operations, as in "wait_any(0, 1)". Numbers that name no object stay.
[[nodiscard]] std::string with_names(std::string_view text, const program& p);

/// The same for descriptions of a machine's states; as they are where the program's objects fall into several groups,
/// each numbered by itself.
[[nodiscard]] std::vector<std::string> with_names(std::vector<std::string> states, const program& p);

}  // namespace selvage::check
