#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "src/check/play/harness.h"
#include "src/record/recording.h"
#include "src/report/timeline/timeline.h"

namespace selvage::report {

/// What is to be drawn of an execution whose program has a model, beside its labels.
struct picture {
  record::recording steps;
  std::vector<std::uint8_t> clients;             ///< by thread; check::no_client for the subject's own
  std::vector<std::vector<std::string>> states;  ///< the model's, after each label
};

/// The last execution of `h`, which `r` watched.
[[nodiscard]] picture picture_of(check::harness& h, const record::recorder& r, const check::program& what);

/// For another process.
[[nodiscard]] std::string to_json(const picture& p);

/// Throws std::exception for a text that is none.
[[nodiscard]] picture picture_from_json(const std::string& text);

/// Writes the page and the trace that are asked for; an empty name asks for none. Throws std::runtime_error, one
/// sentence.
void write_pictures(const timeline& t, const std::string& html, const std::string& perfetto);

/// What is drawn of a campaign that found nothing.
[[nodiscard]] timeline nothing_found(std::string title);

}  // namespace selvage::report
