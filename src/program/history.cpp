#include "src/program/history.h"

#include <cstring>

#include "model/label_text.h"

namespace selvage::check {

std::uint64_t hash_of(std::span<const model::label> labels) noexcept {
  constexpr std::uint64_t multiplier = 0x9e3779b97f4a7c15U;
  std::uint64_t a = 0x243f6a8885a308d3U;
  std::uint64_t b = labels.size();
  for (const auto& l : labels) {
    std::uint64_t w[2];
    std::memcpy(w, &l, sizeof w);
    a = (a ^ w[0]) * multiplier;
    b = (b ^ w[1]) * 0xff51afd7ed558ccdU;
    a ^= a >> 32;
    b = (b ^ (b >> 29)) + a;
  }
  a = (a ^ b) * 0xc4ceb9fe1a85ec53U;
  return a ^ (a >> 31);
}

std::string result_text(const model::label& ret) {
  switch (ret.result) {
    case model::outcome::timed_out:
      return "timed out";
    case model::outcome::object_disposed:
      return "throws object_disposed_error";
    case model::outcome::invalid_operation:
      return "throws invalid_operation_error";
    case model::outcome::argument:
      return "throws argument_error";
    case model::outcome::other_exception:
      return "throws another exception";
    case model::outcome::unsupported:
      return "is not supported";
    default:
      break;
  }
  if (ret.op == model::operation::is_closed || ret.op == model::operation::is_busy)
    return ret.result == model::outcome::yes ? "yes" : "no";
  if (ret.op == model::operation::wait_any || ret.op == model::operation::outstanding ||
      ret.result != model::outcome::ok)
    return std::to_string(ret.result);
  return "ok";
}

namespace {

std::string call_text(const program& p, const model::label& l) {
  program_operation o;
  o.op = l.op;
  o.object_count = l.object_count;
  o.objects = l.objects;
  o.timeout_ms = l.timeout_ms;
  return to_text(p, o);
}

}  // namespace

std::string cause_text(const program& p, const model::label& l) {
  const auto text = model::cause_text(p.objects.at(l.objects[0]).spec.kind, l.result);
  return text.empty() ? "" : " (" + std::string(text) + ")";
}

std::string to_text(const program& p, const model::label& l) {
  const std::string who = l.thread == no_client ? "a thread of the subject" : "T" + std::to_string(l.thread);
  switch (l.kind) {
    case model::label_kind::call:
      return who + " calls " + call_text(p, l);
    case model::label_kind::ret:
      return who + " returns from " + call_text(p, l) + ": " + result_text(l) + (l.overdue != 0 ? " (overdue)" : "");
    case model::label_kind::released:
      return who + " releases " + p.objects.at(l.objects[0]).name;
    case model::label_kind::callback_begin:
      return "callback of " + p.objects.at(l.objects[0]).name + " begins as " + who + cause_text(p, l);
    case model::label_kind::callback_end:
      return "callback of " + p.objects.at(l.objects[0]).name + " ends";
    case model::label_kind::quiescent:
      return "quiescent";
  }
  return "?";
}

}  // namespace selvage::check
