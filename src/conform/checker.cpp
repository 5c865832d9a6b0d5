#include "src/conform/checker.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "model/async_result.h"
#include "model/async_disposable.h"
#include "model/operation.h"
#include "model/registration.h"
#include "src/conform/component.h"
#include "src/conform/pattern_part.h"

namespace selvage::conform {
namespace {

using model::label;
using model::label_kind;

constexpr std::uint8_t nowhere = 0xff;

// One line a family: the machine that its objects, and the events they are used with, are checked by.
std::unique_ptr<part> make_part(std::span<const model::object_spec> objects, std::vector<std::uint8_t> members,
                                const model::profile& p) {
  if (std::ranges::any_of(objects, [](const auto& o) { return o.kind == model::object_kind::async_result; }))
    return std::make_unique<pattern_part<model::async_result>>(model::async_result(objects), std::move(members));
  const auto holds = [&](model::family f) {
    return std::ranges::any_of(objects, [f](const model::object_spec& s) { return model::info(s.kind).of == f; });
  };
  if (holds(model::family::registrations))
    return std::make_unique<pattern_part<model::registration>>(model::registration(objects, p), std::move(members));
  if (holds(model::family::disposal)) {
    if (objects.size() != 1) throw std::invalid_argument("an object with asynchronous disposal is checked apart");
    return std::make_unique<pattern_part<model::async_disposable>>(model::async_disposable(objects[0]),
                                                                   std::move(members));
  }
  return std::make_unique<component>(objects, std::move(members), p);
}

class machine_checker final : public checker {
 public:
  machine_checker(std::span<const model::object_spec> objects, std::span<const std::uint8_t> numbers,
                  const model::profile& p) {
    component_of_.fill(nowhere);
    std::vector<std::uint8_t> distinct(numbers.begin(), numbers.end());
    std::ranges::sort(distinct);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    for (const std::uint8_t number : distinct) {
      std::vector<std::uint8_t> members;
      std::vector<model::object_spec> specs;
      for (std::size_t i = 0; i < objects.size(); ++i) {
        if (numbers[i] != number) continue;
        component_of_[i] = static_cast<std::uint8_t>(components_.size());
        members.push_back(static_cast<std::uint8_t>(i));
        specs.push_back(objects[i]);
      }
      for (model::object_spec& s : specs) {
        if (!model::info(s.kind).of_event) continue;
        const auto original = std::ranges::find(members, s.original);
        if (original == members.end())
          throw std::invalid_argument("an object is checked apart from the event it is of");
        s.original = static_cast<std::uint8_t>(original - members.begin());
      }
      components_.push_back(make_part(specs, std::move(members), p));
    }
    if (components_.empty()) {
      components_.push_back(std::make_unique<component>(objects, std::vector<std::uint8_t>{}, p));
    }
    history_.reserve(256);
  }

  void restart() noexcept override {
    for (const auto& c : components_) c->restart();
    history_.clear();
    failed_ = nowhere;
  }

  bool step(const label& l) override {
    if (failed_ != nowhere) return false;
    history_.push_back(l);
    std::uint8_t which = 0;
    switch (l.kind) {
      case label_kind::quiescent:
        for (std::size_t i = 0; i < components_.size(); ++i) {
          if (!components_[i]->step(l)) return fail(static_cast<std::uint8_t>(i));
        }
        return true;
      case label_kind::call:
        which = l.object_count == 0 ? std::uint8_t{0} : component_of_[l.objects[0]];
        component_of_thread_[l.thread] = which;
        break;
      case label_kind::ret:
        which = component_of_thread_[l.thread];
        break;
      case label_kind::released:
      case label_kind::callback_begin:
      case label_kind::callback_end:
        which = component_of_[l.objects[0]];
        break;
    }
    if (which == nowhere) return fail(0);
    return components_[which]->step(l) || fail(which);
  }

  [[nodiscard]] finding explain() const override {
    if (failed_ == nowhere) return {model::verdict::holds, "", "", "every label so far is explained", 0};
    return components_[failed_]->explain(history_of(failed_));
  }

  [[nodiscard]] std::vector<std::string> states() const override {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < components_.size(); ++i) {
      if (failed_ != nowhere && failed_ != i) continue;
      for (std::string& line : components_[i]->states()) lines.push_back(std::move(line));
    }
    return lines;
  }

 private:
  bool fail(std::uint8_t which) noexcept {
    failed_ = which;
    return false;
  }

  /// The labels that concern one part. The refused label is always the last.
  [[nodiscard]] std::vector<label> history_of(std::uint8_t which) const {
    std::array<std::uint8_t, 256> of_thread{};
    std::vector<label> mine;
    for (std::size_t i = 0; i < history_.size(); ++i) {
      const label& l = history_[i];
      std::uint8_t where = which;
      if (l.kind == label_kind::call) {
        where = l.object_count == 0 ? std::uint8_t{0} : component_of_[l.objects[0]];
        of_thread[l.thread] = where;
      } else if (l.kind == label_kind::ret) {
        where = of_thread[l.thread];
      } else if (l.kind != label_kind::quiescent) {
        where = component_of_[l.objects[0]];
      }
      if (where == which || i + 1 == history_.size()) mine.push_back(l);
    }
    return mine;
  }

  std::vector<std::unique_ptr<part>> components_;
  std::array<std::uint8_t, 256> component_of_{};
  std::array<std::uint8_t, 256> component_of_thread_{};
  std::vector<label> history_;
  std::uint8_t failed_{nowhere};
};

}  // namespace

std::unique_ptr<checker> make_checker(std::span<const model::object_spec> objects,
                                      std::span<const std::uint8_t> component, const model::profile& profile) {
  if (objects.size() != component.size()) throw std::invalid_argument("each object needs the number of its component");
  if (objects.size() > 255) throw std::invalid_argument("a program has at most 255 objects");
  return std::make_unique<machine_checker>(objects, component, profile);
}

}  // namespace selvage::conform
