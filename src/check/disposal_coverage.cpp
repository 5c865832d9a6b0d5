#include "src/check/disposal_coverage.h"

#include <algorithm>

#include "model/async_disposable.h"
#include "src/check/object_coverage.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::transition;

template <class Walk>
transition_set of_each(const program& p, Walk walk) {
  transition_set out;
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    const auto& spec = p.objects[i].spec;
    if (spec.kind == object_kind::async_disposable)
      walk(model::async_disposable(spec), static_cast<std::uint8_t>(i), out);
  }
  // Guards that no step carries.
  if (out.contains(transition::begin_disposal_sync) || out.contains(transition::begin_disposal_async))
    out.insert(transition::release_disposed);
  return out;
}

}  // namespace

bool has_disposal(const program& p) noexcept {
  return std::ranges::any_of(p.objects, [](const auto& o) { return o.spec.kind == object_kind::async_disposable; });
}

transition_set disposal_transitions(const program& p, std::span<const model::label> history) {
  return of_each(p, [&](const auto& m, std::uint8_t object, transition_set& out) {
    object_history(m, object, history, out);
  });
}

transition_set disposal_transitions(const program& p, std::size_t max_states) {
  return of_each(p, [&](const auto& m, std::uint8_t object, transition_set& out) {
    object_program(m, object, p, max_states, out);
  });
}

}  // namespace selvage::check
