#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/profile.h"
#include "src/check/trace/event.h"
#include "src/verdict/verdict.h"

namespace selvage::check {

/// The first place at which a recording showed one (verdict, clause).
struct trace_violation {
  model::verdict verdict{};
  std::string clause;
  std::string text;  ///< the clause's sentence
  std::string detail;
  std::uint64_t line{};              ///< of the event that the model refuses
  std::uint64_t begins{};            ///< the line of the execution's first event
  std::uint64_t conforming{};        ///< events of the execution before it
  std::uint64_t execution{};         ///< from 1
  std::uint64_t times{1};            ///< executions that broke this clause so
  std::string event;                 ///< the refused event in words
  std::vector<std::string> states;   ///< the machine's possible states before it
  std::vector<std::string> allowed;  ///< what the machine would have allowed instead, in words
};

struct trace_result {
  trace_header header;  ///< the last one
  std::string profile;  ///< that the recording is held to
  std::uint64_t lines{};
  std::uint64_t bytes{};
  std::uint64_t events{};  ///< labels; those behind a violation in its execution are read and not checked
  std::uint64_t executions{};
  std::uint64_t unfinished{};  ///< executions that end with calls pending and no final `quiescent`
  double seconds{};
  std::vector<trace_violation> violations;
  std::string error;  ///< why the rest was not read: one sentence with its line; empty when all was
};

/// Gets each execution of a recording that conforms: its objects, with its threads' calls as a program, and its labels.
using trace_observer = std::function<void(const program&, std::span<const model::label>)>;

/// Holds a recording against the model, line by line, in bounded memory when there is no `seen`. `held_to`, when not
/// null, stands in for the profile that the header names. `tick` and `seen`, if any, are called now and then, and at
/// the end of each execution. Never throws for what the recording holds.
[[nodiscard]] trace_result check_trace(int descriptor, const model::profile* held_to,
                                       const std::function<void(const trace_result&)>& tick = {},
                                       const trace_observer& seen = {});

}  // namespace selvage::check
