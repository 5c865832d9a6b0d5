#include "src/check/trace/text.h"

#include <nlohmann/json.hpp>

#include "model/operation.h"
#include "src/check/trace/event.h"
#include "src/check/trace/words.h"

namespace selvage::check {
namespace {

using json = nlohmann::ordered_json;
using model::label_kind;

json names_of(const program& p, std::span<const std::uint8_t> objects) {
  json names = json::array();
  for (const auto o : objects) names.push_back(p.objects.at(o).name);
  return names;
}

json result_of(const model::label& l) {
  switch (l.result) {
    case model::outcome::timed_out:
      return "timed_out";
    case model::outcome::object_disposed:
      return "object_disposed";
    case model::outcome::invalid_operation:
      return "invalid_operation";
    case model::outcome::argument:
      return "argument";
    default:
      if (l.result < 0) return "other_exception";
      return l.result == 0 ? json("ok") : json(l.result);
  }
}

/// Left out where it is what counts then.
void add_cause(json& j, model::object_kind kind, std::int16_t cause) {
  const auto family = model::info(kind).of;
  bool first = true;
  for (const auto& w : cause_words) {
    if (w.of != family) continue;
    if (w.cause == cause && !first) j["cause"] = w.word;
    first = false;
  }
}

json call_of(const program& p, const program_operation& o) {
  json j = {{"op", operation_name(o.op)}, {"objects", names_of(p, std::span(o.objects).first(o.object_count))}};
  if (o.timeout_ms != model::infinite) j["timeout_ms"] = o.timeout_ms;
  return j;
}

json calls_of(const program& p, const std::vector<program_operation>& operations) {
  json all = json::array();
  for (const auto& o : operations) all.push_back(call_of(p, o));
  return all;
}

json object_of(const program& p, const program_object& o) {
  const auto& kind = model::info(o.spec.kind);
  json j = {{"name", o.name}, {"kind", kind.name}};
  if (kind.of_event) j["of"] = p.objects.at(o.spec.original).name;
  for (const auto& a : model::attributes()) {
    if (a.fits(o.spec.kind) && o.spec.*a.member == a.value) j[std::string(a.name)] = true;
  }
  if (kind.timed && o.spec.timeout_ms != model::infinite) j["timeout_ms"] = o.spec.timeout_ms;
  if (!o.callback.empty()) j["callback"] = calls_of(p, o.callback);
  j["text"] = object_text(p, o);
  return j;
}

}  // namespace

std::string trace_header_line(const program& p, const trace_origin& who, bool releases) {
  json j = {{"selvage_trace", trace_version}, {"subject", who.subject}};
  const auto add = [&](const char* key, const std::string& text) {
    if (!text.empty()) j[key] = text;
  };
  add("version", who.version);
  add("description", who.description);
  add("date", who.date);
  j["profile"] = who.profile;
  add("program", who.program);
  j["releases"] = releases;
  j["threads"] = p.threads.size();
  j["objects"] = json::array();
  for (const auto& o : p.objects) j["objects"].push_back(object_text(p, o));
  return j.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string trace_event_line(const program& p, const model::label& l, std::uint64_t sequence) {
  json j = json::object();
  if (sequence != 0) j["seq"] = sequence;
  switch (l.kind) {
    case label_kind::call:
      j["event"] = "call";
      j["thread"] = l.thread;
      j.update(call_of(p, {l.op, l.object_count, l.objects, l.timeout_ms}));
      break;
    case label_kind::ret:
      j["event"] = "return";
      j["thread"] = l.thread;
      j["result"] = result_of(l);
      break;
    case label_kind::callback_begin:
    case label_kind::callback_end:
      j["event"] = l.kind == label_kind::callback_begin ? "callback-begin" : "callback-end";
      j["thread"] = l.thread;
      j["object"] = p.objects.at(l.objects[0]).name;
      if (l.kind == label_kind::callback_begin) add_cause(j, p.objects.at(l.objects[0]).spec.kind, l.result);
      break;
    case label_kind::released:
      j["event"] = "released";
      if (l.thread < max_threads) j["thread"] = l.thread;
      j["object"] = p.objects.at(l.objects[0]).name;
      break;
    case label_kind::quiescent:
      j["event"] = "quiescent";
      if (l.result != 0) j["final"] = true;
      break;
  }
  return j.dump();
}

std::string trace_program_line(const program& p, std::string_view name) {
  json j = {{"selvage_program", 1}, {"name", name}};
  j["objects"] = json::array();
  for (const auto& o : p.objects) j["objects"].push_back(object_of(p, o));
  j["threads"] = json::array();
  for (const auto& t : p.threads) j["threads"].push_back(calls_of(p, t));
  j["text"] = to_text(p);
  return j.dump();
}

}  // namespace selvage::check
