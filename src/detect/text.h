#pragma once

#include <string>

#include "src/detect/symboliser.h"
#include "src/engine/engine.h"

namespace selvage::detect {

/// The verdict class of a finding, e.g. "data-race"; empty for a warning, a note and `finding_kind::stopped`.
[[nodiscard]] const char* verdict(engine::finding_kind k) noexcept;

/// The verdict class of an execution whose code under test has no model: of what stopped it, else of its findings;
/// empty when it holds, or says nothing (unsupported, stopped by the body).
[[nodiscard]] const char* verdict(const engine::execution& e) noexcept;

/// A finding in one sentence, without its stacks. Names of threads and blocks are those of the last execution.
/// `names` may be null: then places are given as addresses.
[[nodiscard]] std::string sentence(const engine::finding& f, symboliser* names);

/// What a deed was, e.g. "write of 4 bytes by main.1".
[[nodiscard]] std::string sentence(const engine::evidence& e);

/// A finding with its sentence and every stack, one line a frame. Frames inside the system's headers and the
/// adapters of classes are left out of stacks that have others.
[[nodiscard]] std::string report(const engine::finding& f);

}  // namespace selvage::detect
