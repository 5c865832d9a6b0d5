#include "src/record/recording.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace selvage::record {
namespace {

using nlohmann::json;

json step_json(const step& s) {
  return json::array({static_cast<int>(s.what), static_cast<int>(s.kind), s.thread, s.other, s.how, s.values,
                      s.preempts, s.object, s.count, s.event, s.stack, s.value[0], s.value[1], s.newer, s.missed});
}

template <class T>
T below(const json& j, std::size_t bound, bool or_none) {
  const auto n = j.get<T>();
  if (n < bound || (or_none && n == static_cast<T>(~T{0}))) return n;
  throw std::invalid_argument("a recording refers to what it does not hold");
}

step step_of(const json& j, const recording& r) {
  step s;
  s.what = static_cast<act>(below<std::uint8_t>(j.at(0), static_cast<std::size_t>(act::labels) + 1, false));
  s.kind = static_cast<engine::op_kind>(
      below<std::uint8_t>(j.at(1), static_cast<std::size_t>(engine::op_kind::other) + 1, false));
  s.thread = below<engine::thread_id>(j.at(2), r.threads.size(), false);
  s.other = below<engine::thread_id>(j.at(3), r.threads.size(), true);
  s.how = j.at(4);
  s.values = below<std::uint8_t>(j.at(5), 3, false);
  s.preempts = j.at(6);
  s.object = below<std::uint32_t>(j.at(7), r.objects.size(), true);
  s.count = j.at(8);
  s.event = j.at(9);
  s.stack = below<std::uint32_t>(j.at(10), r.stacks.size(), true);
  s.value = {j.at(11).get<std::uint64_t>(), j.at(12).get<std::uint64_t>()};
  s.newer = j.at(13);
  s.missed = below<std::uint32_t>(j.at(14), r.steps.size(), true);
  return s;
}

}  // namespace

std::string to_json(const recording& r) {
  json j = {{"ending", r.ending}, {"message", r.message}, {"stuck", r.stuck}, {"left_out", r.left_out}};
  for (const char* list : {"threads", "objects", "places", "steps", "findings"}) j[list] = json::array();
  j["stacks"] = r.stacks;
  for (const auto& t : r.threads) j["threads"].push_back({t.name, t.parent});
  for (const auto& o : r.objects) j["objects"].push_back({o.kind, o.name});
  for (const auto& p : r.places) j["places"].push_back({p.function, p.file, p.line});
  for (const auto& s : r.steps) j["steps"].push_back(step_json(s));
  for (const auto& f : r.findings) {
    json deeds = json::array();
    for (const auto& d : f.deeds) deeds.push_back({d.event, d.text});
    j["findings"].push_back({f.verdict, f.text, deeds});
  }
  return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

recording recording_from_json(const std::string& text) {
  const auto j = json::parse(text);
  recording r;
  r.ending = j.at("ending");
  r.message = j.at("message");
  r.stuck = j.at("stuck").get<std::vector<std::string>>();
  r.left_out = j.at("left_out");
  for (const auto& t : j.at("threads")) r.threads.push_back({t.at(0), t.at(1)});
  for (const auto& o : j.at("objects")) r.objects.push_back({o.at(0), o.at(1)});
  for (const auto& p : j.at("places")) r.places.push_back({p.at(0), p.at(1), p.at(2)});
  r.stacks = j.at("stacks").get<std::vector<std::vector<std::uint32_t>>>();
  for (const auto& s : r.stacks)
    for (const auto p : s)
      if (p >= r.places.size()) throw std::invalid_argument("a recording refers to what it does not hold");
  for (const auto& s : j.at("steps")) r.steps.push_back(step_of(s, r));
  for (const auto& f : j.at("findings")) {
    recorded_finding n{f.at(0), f.at(1), {}};
    for (const auto& d : f.at(2)) n.deeds.push_back({d.at(0), d.at(1)});
    r.findings.push_back(std::move(n));
  }
  return r;
}

}  // namespace selvage::record
