#include "src/report/fuzz_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

}  // namespace

std::string packed(const fuzz_finding& f) {
  return json{{"verdict", f.verdict}, {"clause", f.clause},   {"text", f.text},
              {"detail", f.detail},   {"program", f.program}, {"shape", f.shape},
              {"file", f.file},       {"content", f.content}, {"described", f.described}}
      .dump(-1, ' ', false, json::error_handler_t::replace);
}

fuzz_finding unpacked_finding(std::string_view text) {
  const auto j = json::parse(text);
  fuzz_finding f;
  f.verdict = j.at("verdict");
  f.clause = j.at("clause");
  f.text = j.at("text");
  f.detail = j.at("detail");
  f.program = j.at("program");
  f.shape = j.at("shape");
  f.file = j.at("file");
  f.content = j.at("content");
  f.described = j.at("described");
  return f;
}

std::string fuzz_file_name(const check::counterexample& c, std::string_view shape) {
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const char ch : shape) h = (h ^ static_cast<unsigned char>(ch)) * 0x100000001b3U;
  auto name = file_name(c);
  return name.insert(name.rfind('.'), fmt::format("-{:08x}", h >> 32));
}

conclusion fuzz_report::concluded() const noexcept {
  if (!found.empty()) return conclusion::violated;
  return !inconclusive.empty() || executions == 0 ? conclusion::inconclusive : conclusion::holds;
}

std::vector<machine_coverage> by_machine(const fuzz_report& r) {
  std::uint16_t done = 0;
  std::vector<machine_coverage> all;
  for (const auto& t : check::topics()) {
    if (std::popcount(t.machines) != 1 || (done & t.machines) != 0 || (r.machines & t.machines) == 0) continue;
    done = static_cast<std::uint16_t>(done | t.machines);
    machine_coverage m{t.name, 0, {}};
    for (const auto& step : model::transitions()) {
      const auto n = static_cast<std::size_t>(step.id);
      if ((step.machines & t.machines) == 0 || !r.reachable[n]) continue;
      ++m.reachable;
      if (!r.taken[n]) m.missing.push_back(&step);
    }
    all.push_back(std::move(m));
  }
  return all;
}

std::size_t taken_of(const fuzz_report& r) { return (r.taken & r.reachable).count(); }

}  // namespace selvage::report
