#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "model/label.h"
#include "src/program/program.h"

namespace selvage::check {

/// The version of the format of recorded histories (docs/trace.md).
inline constexpr int trace_version = 1;

/// A line that no recorder writes; `what()` is one sentence without the line's number.
class trace_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A line that is no JSON at all.
class trace_rubbish : public trace_error {
 public:
  using trace_error::trace_error;
};

/// What the first line of a recording says.
struct trace_header {
  std::string subject;
  std::string tool;
  std::string profile;     ///< empty when the line names none
  std::uint8_t threads{};  ///< numbers below it are clients'
  bool releases{};         ///< releases of what stands behind events are recorded
  program what;            ///< the objects, and no thread
};

/// One line of a recording.
struct trace_event {
  enum class kind : std::uint8_t { header, execution, label };

  kind is{};
  model::label shown{};                   ///< of `label`; a return has no more than thread, result and, if given, op
  std::optional<std::uint64_t> sequence;  ///< the recorder's number
};

/// Reads the lines of a recording, each by itself: whether an event is possible where it stands is not judged here.
/// Not thread-safe.
class trace_parser {
 public:
  trace_parser();
  ~trace_parser();
  trace_parser(const trace_parser&) = delete;
  trace_parser& operator=(const trace_parser&) = delete;

  /// `line` is followed by `padding` bytes that may be read. A header changes what later lines may name.
  /// Throws trace_error, and trace_rubbish in particular.
  [[nodiscard]] trace_event parse(std::string_view line);

  /// The last header. Only once there was one.
  [[nodiscard]] const trace_header& header() const noexcept { return header_; }

  /// How many bytes behind a line must be readable.
  [[nodiscard]] static std::size_t padding() noexcept;

 private:
  class json;
  trace_event read_header();
  model::label read_call();
  model::label read_return();
  model::label read_callback(model::label_kind kind);
  model::label read_released();
  std::uint8_t thread(bool wanted);
  std::uint8_t object();

  std::unique_ptr<json> json_;
  trace_header header_;
  bool has_header_{};
};

}  // namespace selvage::check
