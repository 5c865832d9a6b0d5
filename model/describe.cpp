#include <array>

#include "model/machine.h"
#include "model/operation.h"

namespace selvage::model {
namespace {

constexpr std::array<std::string_view, 9> phase_names{"idle",     "called",  "acting",    "testing", "waiting",
                                                      "borrowed", "leaving", "releasing", "done"};

}  // namespace

std::string_view name(operation op) noexcept { return op == operation::none ? "none" : info(op).name; }

std::string_view name(phase p) noexcept { return phase_names[static_cast<std::size_t>(p)]; }

std::string describe_result(operation op, std::int16_t result) {
  switch (result) {
    case outcome::timed_out:
      return "timed_out";
    case outcome::object_disposed:
      return "object_disposed";
    case outcome::invalid_operation:
      return "invalid_operation";
    case outcome::argument:
      return "argument";
    case outcome::other_exception:
      return "other_exception";
    case outcome::unsupported:
      return "unsupported";
    default:
      break;
  }
  if (op == operation::is_closed || op == operation::is_completed || op == operation::completed_synchronously ||
      op == operation::is_busy)
    return result == outcome::yes ? "yes" : "no";
  if (op == operation::end) return "value " + std::to_string(result);
  if (op == operation::outstanding) return std::to_string(result);
  if (op == operation::wait_any) return "index " + std::to_string(result);
  return result == outcome::ok ? "ok" : std::to_string(result);
}

std::string machine::describe(const state& s, std::span<const std::uint8_t> numbers) const {
  const auto number = [&](std::size_t object) {
    return std::to_string(object < numbers.size() ? numbers[object] : object);
  };
  std::string line;
  for (std::size_t i = 0; i < layout_.count; ++i) {
    const object_state& o = s.objects[i];
    if (!line.empty()) line += ", ";
    line += "object " + number(i) + ": ";
    const object_kind kind = layout_.spec[i].kind;
    if (kind != object_kind::safe_handle && kind != object_kind::duplicate) line += o.set ? "set, " : "unset, ";
    line += std::to_string(o.references) + (o.references == 1 ? " reference" : " references");
    if (o.disposed) line += ", disposed";
    if (o.closed) line += ", closed";
  }
  for (std::size_t t = 0; t < max_threads; ++t) {
    const pending_call& c = s.threads[t];
    if (c.at == phase::idle) continue;
    line += "; thread " + std::to_string(t) + ": " + std::string(name(c.op)) + "(";
    for (std::size_t i = 0; i < c.count; ++i) line += (i == 0 ? "" : ", ") + number(c.objects[i]);
    line += ") " + std::string(name(c.at));
    if (c.at == phase::leaving || c.at == phase::releasing || c.at == phase::done) {
      line += ", returns " + describe_result(c.op, c.result);
    }
  }
  return line;
}

}  // namespace selvage::model
