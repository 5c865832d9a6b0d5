#include "src/report/recorded.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "src/check/coverage/coverage.h"
#include "src/check/trace/check.h"
#include "src/program/capabilities.h"

namespace selvage::report {
namespace {

using check::liberty_set;
using check::trace_result;

struct open_file {
  explicit open_file(const std::string& name) : descriptor(open(name.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor < 0) throw check::subject_error("cannot read '" + name + "'");
  }
  ~open_file() { close(descriptor); }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;

  int descriptor;
};

trace_result hold_to(const std::string& file, liberty_set liberties, const check::trace_observer& seen = {}) {
  const open_file in(file);
  const model::profile granted{"recorded", liberties};
  auto result = check::check_trace(in.descriptor, &granted, {}, seen);
  if (!result.error.empty()) throw check::subject_error("'" + file + "', " + result.error);
  return result;
}

/// How many executions break each (verdict, clause).
std::vector<std::tuple<model::verdict, std::string, std::uint64_t>> broken(const trace_result& r) {
  std::vector<std::tuple<model::verdict, std::string, std::uint64_t>> all;
  for (const auto& v : r.violations) all.emplace_back(v.verdict, v.clause, v.times);
  std::ranges::sort(all);
  return all;
}

/// Where a recording is refused, as people read it.
std::string shown(const check::trace_violation& v, const std::string& file) {
  std::string out = std::string(model::name(v.verdict)) + "  " + v.clause + ": " + v.text + '\n';
  if (!v.detail.empty()) out += "  " + v.detail + '\n';
  out += "  in " + file + ", line " + std::to_string(v.line) + ": " + v.event + '\n';
  out += "  so in " + std::to_string(v.times) + (v.times == 1 ? " execution\n\n" : " executions\n\n");
  std::ifstream in(file);
  std::uint64_t number = 0;
  for (std::string line; number < v.line && std::getline(in, line);) {
    if (++number >= v.begins) out += (number == v.line ? "✗ " : "  ") + line + '\n';
  }
  if (!v.states.empty()) out += "\n  the model was in\n";
  for (std::size_t i = 0; i < v.states.size() && i < 8; ++i) out += "    " + v.states[i] + '\n';
  if (!v.allowed.empty()) out += "  and would have allowed\n";
  for (const auto& a : v.allowed) out += "    " + a + '\n';
  return out;
}

compared_subject about(const std::string& file, const trace_result& r) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  const auto header = nlohmann::json::parse(line, nullptr, false);
  const auto field = [&](const char* name) {
    return header.is_object() && header.contains(name) && header[name].is_string() ? header[name].get<std::string>()
                                                                                   : std::string();
  };
  return {field("subject"), field("version"), field("description"),
          "recorded, " + grouped(r.executions) + " executions on free-running threads", field("date")};
}

}  // namespace

bool is_recording(std::string_view subject) { return subject.ends_with(".jsonl"); }

std::vector<std::string> recordings_in(const std::filesystem::path& directory) {
  std::vector<std::string> files;
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(directory, ignored)) {
    if (is_recording(entry.path().native())) files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

recorded judge_recording(const std::string& file) {
  const auto strict = hold_to(file, 0);
  const auto lenient = hold_to(file, check::all_liberty_sets().back());
  const auto wanted = broken(lenient);
  const auto smallest = *std::ranges::find_if(check::all_liberty_sets(),
                                              [&](liberty_set s) { return broken(hold_to(file, s)) == wanted; });

  auto who = about(file, strict);
  recorded result{who, smallest, clause_findings(who.name, true)};
  const model::profile granted{"recorded", smallest};
  const auto final = hold_to(file, smallest, [&](const check::program& p, std::span<const model::label> history) {
    const auto ids = check::clauses_of(check::transitions_of_history(p, history, granted, true));
    result.found.reached({ids.begin(), ids.end()});
  });
  for (const auto l : check::all_liberties()) {
    if ((smallest >> static_cast<unsigned>(l) & 1U) == 0) continue;
    bool shown = false;
    for (const auto& v : strict.violations) shown = result.found.takes(v.clause, model::name(l)) || shown;
    if (!shown)
      result.found.note("takes " + std::string(model::name(l)) + ", which none of the clauses that it breaks names");
  }
  for (const auto& v : final.violations) {
    if (v.clause.empty()) {
      result.found.note(std::string(model::name(v.verdict)) + ": " + v.detail);
    } else {
      result.found.breaks(v.clause, {cell_kind::violated, std::string(model::name(v.verdict)), {}, shown(v, file)});
    }
  }
  return result;
}

}  // namespace selvage::report
