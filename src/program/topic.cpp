#include "src/program/topic.h"

#include <algorithm>

#include "model/catalogue.h"
#include "model/transition.h"

namespace selvage::check {
namespace {

using model::family;
using model::object_kind;

std::string topic_name(family f) {
  std::string text(model::name(f));
  std::ranges::replace(text, ' ', '-');
  return text;
}

/// Several events at once, or several handles of one event.
bool about_several(const program& p) {
  const auto several = [](const program_operation& o) { return model::info(o.op).most > 1; };
  return std::ranges::any_of(p.objects, [](const auto& o) { return o.spec.kind == object_kind::duplicate; }) ||
         std::ranges::any_of(p.threads, [&](const auto& t) { return std::ranges::any_of(t, several); });
}

bool all_are(const program& p, object_kind kind) {
  return std::ranges::all_of(p.objects, [kind](const auto& o) { return o.spec.kind == kind; });
}

}  // namespace

std::uint16_t machines_of(family f) noexcept {
  namespace bit = model::machine_bit;
  switch (f) {
    case family::handles:
      return bit::safe_handle;
    case family::events:
      return bit::manual | bit::automatic | bit::multiple;
    case family::async_results:
      return bit::async_result;
    case family::registrations:
      return bit::registration;
    case family::disposal:
      return bit::disposal;
    case family::event_based:
      return bit::event_based;
    case family::components:
      return bit::components;
  }
  return 0;
}

const std::vector<topic>& topics() {
  static const std::vector<topic> all = [] {
    std::vector<topic> made;
    for (const auto& m : model::machines()) {
      made.push_back({std::string(m.name), model::info(m.variants.at(0).back().kind).of, m.bit});
    }
    for (const auto& kind : model::object_kinds()) {
      const auto name = topic_name(kind.of);
      if (std::ranges::find(made, name, &topic::name) == made.end())
        made.push_back({name, kind.of, machines_of(kind.of)});
    }
    return made;
  }();
  return all;
}

const topic* topic_named(const std::string& name) {
  const auto found = std::ranges::find(topics(), name, &topic::name);
  return found == topics().end() ? nullptr : &*found;
}

family family_of(const program& p) {
  for (const auto& o : p.objects) {
    const auto of = model::info(o.spec.kind).of;
    if (of != family::events) return of;
  }
  return family::events;
}

bool fits(const topic& t, const program& p) {
  if (family_of(p) != t.of) return false;
  switch (t.machines) {
    case model::machine_bit::manual:
      return all_are(p, object_kind::manual_reset_event) && !about_several(p);
    case model::machine_bit::automatic:
      return all_are(p, object_kind::auto_reset_event) && !about_several(p);
    case model::machine_bit::multiple:
      return about_several(p);
    default:
      return true;
  }
}

}  // namespace selvage::check
