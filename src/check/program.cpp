#include "src/check/program.h"

#include <algorithm>
#include <iterator>

namespace selvage::check {
namespace {

using model::operation;

constexpr std::array<std::string_view, 14> operation_names = {
    "none",  "add_ref", "release", "dispose", "set_invalid", "is_closed", "set",
    "reset", "pulse",   "wait",    "close",   "wait_any",    "wait_all",  "signal_and_wait"};

std::string_view kind_text(model::object_kind k) {
  switch (k) {
    case model::object_kind::safe_handle:
      return "safe-handle";
    case model::object_kind::manual_reset_event:
      return "manual-reset-event";
    case model::object_kind::auto_reset_event:
      return "auto-reset-event";
    case model::object_kind::duplicate:
      return "duplicate";
  }
  return "?";
}

}  // namespace

std::size_t program::operation_count() const noexcept {
  std::size_t n = 0;
  for (const auto& t : threads) n += t.size();
  return n;
}

program_error::program_error(std::size_t line, std::size_t column, const std::string& message)
    : std::runtime_error("line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + message),
      line_(line),
      column_(column) {}

std::string_view operation_name(operation op) noexcept { return operation_names.at(static_cast<std::size_t>(op)); }

operation operation_named(std::string_view text) noexcept {
  const auto* const it = std::find(operation_names.begin(), operation_names.end(), text);
  if (it == operation_names.end()) return operation::none;
  return static_cast<operation>(std::distance(operation_names.begin(), it));
}

bool is_handle_operation(operation op) noexcept { return op >= operation::add_ref && op <= operation::is_closed; }

bool is_wait_operation(operation op) noexcept {
  return op == operation::wait || op == operation::wait_any || op == operation::wait_all ||
         op == operation::signal_and_wait;
}

std::string to_text(const program& p, const program_operation& o) {
  std::string text(operation_name(o.op));
  text += '(';
  for (std::size_t i = 0; i < o.object_count; ++i) {
    if (i != 0) text += ", ";
    text += p.objects.at(o.objects.at(i)).name;
  }
  if (o.timeout_ms != model::infinite) {
    if (o.object_count != 0) text += ", ";
    text += std::to_string(o.timeout_ms) + "ms";
  }
  text += ')';
  return text;
}

namespace {

std::string thread_text(const program& p, const std::vector<program_operation>& t) {
  std::string text;
  for (const auto& o : t) {
    if (!text.empty()) text += "; ";
    text += to_text(p, o);
  }
  return text;
}

}  // namespace

std::string object_text(const program& p, const program_object& o) {
  std::string text = o.name + ' ' + std::string(kind_text(o.spec.kind));
  if (o.spec.kind == model::object_kind::duplicate) text += " of " + p.objects.at(o.spec.original).name;
  if (o.spec.initially_set) text += " set";
  if (!o.spec.owns) text += " borrowed";
  if (!o.spec.valid) text += " invalid";
  return text;
}

std::string to_text(const program& p) {
  std::string text;
  for (const auto& o : p.objects) text += "object " + object_text(p, o) + '\n';
  for (const auto& t : p.threads) {
    const auto body = thread_text(p, t);
    text += body.empty() ? "thread" : "thread " + body;
    text += '\n';
  }
  return text;
}

std::string to_short_text(const program& p) {
  std::string text;
  for (const auto& t : p.threads) {
    if (!text.empty()) text += " || ";
    text += thread_text(p, t);
  }
  return text;
}

std::vector<std::uint8_t> components(const program& p) {
  std::vector<std::uint8_t> parent(p.objects.size());
  for (std::size_t i = 0; i < parent.size(); ++i) parent[i] = static_cast<std::uint8_t>(i);
  const auto root = [&parent](std::uint8_t i) {
    while (parent[i] != i) i = parent[i];
    return i;
  };
  const auto unite = [&](std::uint8_t a, std::uint8_t b) {
    const auto ra = root(a);
    const auto rb = root(b);
    parent[std::max(ra, rb)] = std::min(ra, rb);
  };
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    const auto& spec = p.objects[i].spec;
    if (spec.kind == model::object_kind::duplicate) unite(static_cast<std::uint8_t>(i), spec.original);
  }
  for (const auto& t : p.threads) {
    for (const auto& o : t) {
      for (std::size_t i = 1; i < o.object_count; ++i) unite(o.objects[0], o.objects[i]);
    }
  }
  std::vector<std::uint8_t> result(parent.size());
  for (std::size_t i = 0; i < parent.size(); ++i) result[i] = root(static_cast<std::uint8_t>(i));
  return result;
}

}  // namespace selvage::check
