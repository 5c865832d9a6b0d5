#include "src/check/play/program_objects.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "src/program/families.h"

namespace selvage::check {

program_objects::program_objects(const selvage_subject& table, const program& p) : program_(p) {
  const auto all = [&](const std::vector<program_operation>& calls) {
    for (const auto& c : calls) need(model::info(c.op).of, table);
  };
  for (const auto& o : p.objects) {
    need(model::info(o.spec.kind).of, table);
    all(o.callback);
  }
  for (const auto& t : p.threads) all(t);
}

void program_objects::need(model::family f, const selvage_subject& table) {
  if (std::ranges::find(drivers_, f, &family_driver::of) == drivers_.end())
    drivers_.push_back({f, make_driver(f, table)});
}

driver& program_objects::of(model::family f) const { return *std::ranges::find(drivers_, f, &family_driver::of)->by; }

void program_objects::make(const std::function<object_hooks(std::uint8_t)>& hooks, std::int32_t longest_ms) {
  for (const auto& d : drivers_) {
    if (!d.by->begin()) throw std::runtime_error("cannot make what its objects share");
  }
  for (std::size_t i = 0; i < program_.objects.size(); ++i) {
    auto spec = program_.objects[i].spec;
    void* const original = model::info(spec.kind).of_event ? made_.at(spec.original) : nullptr;
    spec.timeout_ms = std::min(spec.timeout_ms, longest_ms);
    made_.at(i) = of(program_.objects[i]).make(spec, original, hooks(static_cast<std::uint8_t>(i)));
    if (made_.at(i) == nullptr) throw std::runtime_error("cannot make the program's objects");
  }
}

void program_objects::destroy() {
  for (const bool last : {false, true}) {
    const auto now = [last](model::family f) {
      return (f == model::family::events || f == model::family::handles) == last;
    };
    for (auto i = program_.objects.size(); i-- > 0;) {
      const auto& o = program_.objects[i];
      if (now(model::info(o.spec.kind).of)) of(o).destroy(made_.at(i));
    }
    for (auto d = drivers_.rbegin(); d != drivers_.rend(); ++d) {
      if (now(d->of)) d->by->end();
    }
  }
}

std::int16_t program_objects::invoke(const model::label& called) {
  std::array<void*, model::max_label_objects> objects{};
  for (std::size_t i = 0; i < called.object_count; ++i) objects.at(i) = made_.at(called.objects.at(i));
  const int result = of(model::info(called.op).of).invoke(called, {objects.data(), called.object_count});
  return std::in_range<std::int16_t>(result) ? static_cast<std::int16_t>(result)
                                             : std::numeric_limits<std::int16_t>::max();
}

void program_objects::calls_back(const model::label& shown) {
  const auto object = shown.objects[0];
  of(program_.objects[object]).calls_back(shown, made_.at(object));
}

}  // namespace selvage::check
