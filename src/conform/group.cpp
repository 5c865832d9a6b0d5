#include "src/conform/group.h"

#include <algorithm>
#include <stdexcept>

#include "model/operation.h"

namespace selvage::conform {

std::vector<group> groups_of(std::span<const model::object_spec> objects, std::span<const std::uint8_t> component) {
  std::vector<std::uint8_t> numbers(component.begin(), component.end());
  std::ranges::sort(numbers);
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  std::vector<group> groups(std::max<std::size_t>(1, numbers.size()));
  for (std::size_t i = 0; i < objects.size(); ++i) {
    group& g = groups[static_cast<std::size_t>(std::ranges::find(numbers, component[i]) - numbers.begin())];
    g.members.push_back(static_cast<std::uint8_t>(i));
    g.objects.push_back(objects[i]);
  }
  for (group& g : groups) {
    for (model::object_spec& s : g.objects) {
      if (!model::info(s.kind).of_event) continue;
      const auto original = std::ranges::find(g.members, s.original);
      if (original == g.members.end())
        throw std::invalid_argument("an object is checked apart from the event it is of");
      s.original = static_cast<std::uint8_t>(original - g.members.begin());
    }
  }
  return groups;
}

router::router(std::span<const group> groups) noexcept {
  of_object_.fill(nowhere);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    for (const std::uint8_t o : groups[i].members) of_object_[o] = static_cast<std::uint8_t>(i);
  }
}

model::label within(const group& g, const model::label& l) noexcept {
  model::label mine = l;
  for (std::size_t i = 0; i < l.object_count && i < model::max_label_objects; ++i)
    mine.objects[i] = static_cast<std::uint8_t>(std::ranges::find(g.members, l.objects[i]) - g.members.begin());
  return mine;
}

}  // namespace selvage::conform
