#include "src/report/timeline/perfetto_trace.h"

#include <nlohmann/json.hpp>

#include "src/report/timeline/step_text.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

constexpr int process = 1;
constexpr std::uint64_t step_us = 1000;

json event(const char* phase, std::uint32_t lane, std::uint64_t at) {
  return {{"ph", phase}, {"pid", process}, {"tid", lane + 1}, {"ts", at}};
}

/// Nested slices must not end together with what is around them: each level begins and ends a little further inside.
json slice(const std::string& name, const char* category, std::uint32_t lane, std::uint64_t at, std::uint64_t length) {
  auto e = event("X", lane, at);
  e["dur"] = length;
  e["name"] = name;
  e["cat"] = category;
  return e;
}

json row_slice(const timeline& t, std::size_t i) {
  const auto& r = t.rows[i];
  const auto name = r.newer == 0 ? r.text : r.text + " (" + age_text(r.newer) + ')';
  auto e = slice(name, r.failing ? "failure" : "operation", r.lane, i * step_us + 100, step_us - 200);
  json arguments = {{"step", i + 1}};
  if (!r.value.empty()) arguments["value"] = r.value;
  if (!r.old.empty()) arguments["read"] = r.old;
  if (!r.remark.empty()) arguments["remark"] = r.remark;
  if (r.object != timeline::none) arguments["object"] = t.objects[r.object];
  if (r.stack != timeline::none) {
    int depth = 0;
    for (const auto p : t.stacks[r.stack]) {
      const auto& place = t.places[p];
      arguments["stack " + std::to_string(depth++)] =
          place.function + (place.file.empty() ? "" : "  " + place.file + ':' + std::to_string(place.line));
    }
  }
  e["args"] = std::move(arguments);
  return e;
}

}  // namespace

std::string to_perfetto(const timeline& t) {
  json events = json::array();
  events.push_back(
      {{"ph", "M"}, {"pid", process}, {"name", "process_name"}, {"args", {{"name", t.verdict + ": " + t.title}}}});
  for (std::uint32_t l = 0; l < t.lanes.size(); ++l) {
    const auto& lane = t.lanes[l];
    events.push_back({{"ph", "M"},
                      {"pid", process},
                      {"tid", l + 1},
                      {"name", "thread_name"},
                      {"args", {{"name", lane.title.empty() ? lane.name : lane.name + ": " + lane.title}}}});
    events.push_back(
        {{"ph", "M"}, {"pid", process}, {"tid", l + 1}, {"name", "thread_sort_index"}, {"args", {{"sort_index", l}}}});
  }
  for (const auto& s : t.spans) {
    const auto from = s.first * step_us, to = s.last * step_us;
    if (s.kind == timeline::span_kind::calls)
      events.push_back(slice(s.text, "call", s.lane, from + 10, to - from + step_us - 20));
    // From the middle of the step that goes to sleep to the step that goes on.
    if (s.kind == timeline::span_kind::waits && to > from + step_us)
      events.push_back(slice(s.text, "wait", s.lane, from + step_us, to - from - step_us));
    if (s.kind == timeline::span_kind::owns) {
      for (const bool begins : {true, false}) {
        auto e = event(begins ? "b" : "e", s.lane, (begins ? from : to) + step_us / 2);
        e["cat"] = "holds";
        e["id"] = s.object + 1;
        e["name"] = s.text;
        events.push_back(std::move(e));
      }
    }
  }
  for (std::size_t i = 0; i < t.rows.size(); ++i) {
    if (t.rows[i].lane != timeline::none) {
      events.push_back(row_slice(t, i));
      continue;
    }
    auto e = event("i", 0, i * step_us);
    e["s"] = "g";
    e["name"] = t.rows[i].text;
    events.push_back(std::move(e));
  }
  std::uint32_t flow = 0;
  for (const auto& a : t.arrows) {
    if (a.kind != timeline::arrow_kind::wakes && a.kind != timeline::arrow_kind::misses) continue;
    const char* const name = a.kind == timeline::arrow_kind::wakes ? "wakes" : "missed by";
    ++flow;
    for (const bool begins : {true, false}) {
      const auto row = begins ? a.from : a.to;
      auto e = event(begins ? "s" : "f", t.rows[row].lane, row * step_us + step_us / 2);
      e["id"] = flow;
      e["cat"] = name;
      e["name"] = name;
      if (!begins) e["bp"] = "e";
      events.push_back(std::move(e));
    }
  }
  const json document = {{"displayTimeUnit", "ms"}, {"traceEvents", std::move(events)}};
  return document.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report
