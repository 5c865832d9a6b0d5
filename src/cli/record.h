#pragma once

#include <CLI/CLI.hpp>

namespace selvage::cli {

/// Adds `trace record`, as `add_trace` does the others.
void add_record(CLI::App& trace, int& status);

}  // namespace selvage::cli
