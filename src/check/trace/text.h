#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/label.h"
#include "src/program/program.h"

namespace selvage::check {

/// What a recording says of who made it. Only `subject` and `profile` must be there.
struct trace_origin {
  std::string subject;
  std::string profile;
  std::string version{};
  std::string description{};
  std::string date{};
  std::string program{};  ///< its name
};

/// The first line of a recording of `p` (docs/trace.md), without a newline. `releases` says whether releases behind
/// events are recorded.
[[nodiscard]] std::string trace_header_line(const program& p, const trace_origin& who, bool releases);

/// One event of a recording, without a newline. `sequence` is the recorder's number; 0 for none.
[[nodiscard]] std::string trace_event_line(const program& p, const model::label& l, std::uint64_t sequence);

/// A program as JSON on one line, for a driver outside this process to run (docs/trace.md).
[[nodiscard]] std::string trace_program_line(const program& p, std::string_view name);

}  // namespace selvage::check
