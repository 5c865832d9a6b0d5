#include "src/program/program.h"

#include <algorithm>

#include "model/machine.h"
#include "model/operation.h"

namespace selvage::check {

using model::operation;

std::size_t program::operation_count() const noexcept {
  std::size_t n = 0;
  for (const auto& t : threads) n += t.size();
  return n;
}

program_error::program_error(std::size_t line, std::size_t column, const std::string& message)
    : std::runtime_error("line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + message),
      line_(line),
      column_(column) {}

std::string_view operation_name(operation op) noexcept { return op == operation::none ? "none" : model::info(op).name; }

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
  std::string text = o.name + ' ' + std::string(model::info(o.spec.kind).name);
  const auto& kind = model::info(o.spec.kind);
  if (kind.of_event) text += " of " + p.objects.at(o.spec.original).name;
  for (const auto& a : model::attributes()) {
    if (a.fits(o.spec.kind) && o.spec.*a.member == a.value) text += ' ' + std::string(a.name);
  }
  if (kind.timed && o.spec.timeout_ms != model::infinite) text += ' ' + std::to_string(o.spec.timeout_ms) + "ms";
  if (!o.callback.empty()) text += " callback { " + thread_text(p, o.callback) + " }";
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
    if (model::info(spec.kind).of_event) unite(static_cast<std::uint8_t>(i), spec.original);
  }
  // Callbacks of registrations share the threads that they run on.
  std::size_t caller = p.objects.size();
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    if (p.objects[i].spec.kind != model::object_kind::registration) continue;
    if (caller != p.objects.size()) unite(static_cast<std::uint8_t>(caller), static_cast<std::uint8_t>(i));
    caller = i;
  }
  const auto unite_all = [&](const std::vector<program_operation>& operations) {
    for (const auto& o : operations) {
      for (std::size_t i = 1; i < o.object_count; ++i) unite(o.objects[0], o.objects[i]);
    }
  };
  for (const auto& t : p.threads) unite_all(t);
  for (const auto& o : p.objects) unite_all(o.callback);
  std::vector<std::uint8_t> result(parent.size());
  for (std::size_t i = 0; i < parent.size(); ++i) result[i] = root(static_cast<std::uint8_t>(i));
  return result;
}

}  // namespace selvage::check
