#include "src/report/fuzz_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <nlohmann/json.hpp>

#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

struct machine_coverage {
  std::string name;
  std::size_t reachable{};
  std::vector<const model::transition_info*> missing;
};

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

std::string clauses_of(const model::transition_info& t) {
  std::string text;
  for (const auto c : t.clauses) text += (text.empty() ? "" : ", ") + std::string(c);
  return text;
}

std::size_t taken_of(const fuzz_report& r) { return (r.taken & r.reachable).count(); }

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

std::string to_text(const fuzz_report& r, const style& look, bool quiet) {
  std::string out;
  for (const auto& f : r.found) out += f.described + '\n';
  if (quiet) return out;
  const auto c = r.concluded();
  const auto word = c == conclusion::holds ? look.good(name(c)) : look.bad(name(c));
  const auto rate = r.seconds > 0 ? static_cast<double>(r.executions) / r.seconds : 0;
  const auto percent =
      r.reachable.none() ? 100.0 : 100.0 * static_cast<double>(taken_of(r)) / static_cast<double>(r.reachable.count());
  if (!r.inconclusive.empty()) out += "inconclusive: " + r.inconclusive + '\n';
  out += fmt::format(
      "coverage: {} of {} transitions of the model, {:.1f} %; {} reads-from pairs; corpus {}, {} of it new\n",
      taken_of(r), r.reachable.count(), percent, grouped(r.pairs), grouped(r.corpus), grouped(r.kept));
  out += fmt::format(
      "{}: {} held to {}; {} programs, {} executions, {} steps in {:.1f} s ({} executions/s); seed {}, {}\n", word,
      r.subject, r.profile, grouped(r.programs), grouped(r.executions), grouped(r.steps), r.seconds,
      grouped(static_cast<std::uint64_t>(rate)), r.how.seed, r.how.words());
  return out;
}

std::string coverage_text(const fuzz_report& r) {
  std::string out;
  for (const auto& m : by_machine(r)) {
    out += fmt::format("{} {} of {}{}\n", padded(m.name, 20), m.reachable - m.missing.size(), m.reachable,
                       m.missing.empty() ? "" : "; nobody has exercised:");
    for (const auto* t : m.missing) out += fmt::format("  {} {}\n", padded(t->name, 28), clauses_of(*t));
  }
  return out;
}

std::string to_json(const fuzz_report& r) {
  json j = {{"tool", "selvage"},
            {"version", version},
            {"command", "fuzz"},
            {"subject", r.subject},
            {"profile", r.profile},
            {"seed", r.how.seed},
            {"strategy", r.how.strategy},
            {"weak_memory", r.how.engine.weak_memory},
            {"executions", r.executions},
            {"steps", r.steps},
            {"seconds", r.seconds},
            {"programs", r.programs},
            {"corpus", r.corpus},
            {"kept", r.kept},
            {"reads_from_pairs", r.pairs},
            {"verdict", name(r.concluded())},
            {"violations", json::array()}};
  if (!r.inconclusive.empty()) j["inconclusive"] = r.inconclusive;
  for (const auto& f : r.found) {
    j["violations"].push_back({{"verdict", f.verdict},
                               {"clause", f.clause},
                               {"text", f.text},
                               {"detail", f.detail},
                               {"program", f.program},
                               {"file", f.file}});
  }
  j["coverage"] = {{"taken", taken_of(r)}, {"reachable", r.reachable.count()}, {"machines", json::array()}};
  j["transitions"] = json::array();
  for (const auto& t : model::transitions()) {
    if (r.taken[static_cast<std::size_t>(t.id)]) j["transitions"].push_back(t.name);
  }
  for (const auto& m : by_machine(r)) {
    json missing = json::array();
    for (const auto* t : m.missing) missing.push_back(t->name);
    j["coverage"]["machines"].push_back(
        {{"machine", m.name}, {"reachable", m.reachable}, {"uncovered", std::move(missing)}});
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report
