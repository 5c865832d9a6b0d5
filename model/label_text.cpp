#include "model/label_text.h"

#include "model/operation.h"

namespace selvage::model {

std::string call_text(const label& l, std::size_t objects) {
  std::string text(info(l.op).name);
  if (objects > 1 || info(l.op).waits) {
    const char* separator = "(";
    for (std::size_t i = 0; objects > 1 && i < l.object_count; ++i) {
      text += separator + std::to_string(l.objects[i]);
      separator = ", ";
    }
    if (info(l.op).waits && l.timeout_ms != infinite) {
      text += separator + std::to_string(l.timeout_ms) + "ms";
      separator = ", ";
    }
    if (*separator == ',') text += ")";
  }
  return text;
}

std::string_view cause_text(object_kind kind, std::int16_t cause) noexcept {
  switch (info(kind).of) {
    case family::registrations: return cause == outcome::timed_out ? "timed out" : "";
    case family::event_based: return cause == 0 ? "progress" : "completion";
    case family::components:
      switch (cause) {
        case 0: return "progress";
        case 1: return "result";
        case 2: return "cancelled";
        case 3: return "error";
        default: return "?";
      }
    default: return "";
  }
}

std::string label_text(const label& l, std::size_t objects) {
  const std::string thread = std::to_string(l.thread);
  switch (l.kind) {
    case label_kind::call:
      return "thread " + thread + " calls " + call_text(l, objects);
    case label_kind::ret:
      return "thread " + thread + " returns " + std::to_string(l.result) + " from " + std::string(info(l.op).name);
    case label_kind::callback_begin:
      return "a callback of " + std::to_string(l.objects[0]) + " begins on thread " + thread;
    case label_kind::callback_end:
      return "the callback of thread " + thread + " ends";
    case label_kind::released:
      return "released";
    case label_kind::quiescent:
      return "nothing moves";
  }
  return "?";
}

}  // namespace selvage::model
