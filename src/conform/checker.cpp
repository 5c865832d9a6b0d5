#include "src/conform/checker.h"

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <stdexcept>

#include "model/with_machine.h"
#include "src/conform/component.h"
#include "src/conform/group.h"
#include "src/conform/pattern_part.h"

namespace selvage::conform {
namespace {

using model::label;
using model::label_kind;

constexpr std::uint8_t nowhere = router::nowhere;

std::unique_ptr<part> make_part(const group& g, const model::profile& p, effort most) {
  return model::with_machine(g.objects, p, [&]<class Machine>(Machine machine) -> std::unique_ptr<part> {
    if constexpr (std::same_as<Machine, model::machine>) {
      return std::make_unique<component>(g.objects, g.members, p);
    } else {
      return std::make_unique<pattern_part<Machine>>(std::move(machine), g.members,
                                                     p.allows(model::liberty::coalesced_sets), most);
    }
  });
}

class machine_checker final : public checker {
 public:
  machine_checker(std::vector<group> groups, const model::profile& p, effort most) : route_(groups) {
    for (const group& g : groups) components_.push_back(make_part(g, p, most));
    history_.reserve(256);
  }

  void restart() noexcept override {
    for (const auto& c : components_) c->restart();
    history_.clear();
    middle_ = 0;
    failed_ = nowhere;
  }

  bool step(const label& l) override {
    if (failed_ != nowhere) return false;
    history_.push_back(l);
    if (l.kind == label_kind::quiescent) {
      for (std::size_t i = 0; i < components_.size(); ++i) {
        if (!components_[i]->step(l)) return fail(static_cast<std::uint8_t>(i));
      }
      return true;
    }
    const std::uint8_t which = route_(l);
    if (which == nowhere) return fail(0);
    return components_[which]->step(l) || fail(which);
  }

  [[nodiscard]] finding explain() const override {
    if (failed_ == nowhere) return {model::verdict::holds, "", "", "every label so far is explained", 0};
    return components_[failed_]->explain(history_of(failed_));
  }

  [[nodiscard]] std::uint64_t position() const override {
    std::uint64_t all = 0;
    for (const auto& c : components_) {
      all = (all ^ c->position()) * 0x9e3779b97f4a7c15ULL;
      all ^= all >> 32;
    }
    return all;
  }

  [[nodiscard]] std::vector<std::string> states() const override {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < components_.size(); ++i) {
      if (failed_ != nowhere && failed_ != i) continue;
      for (std::string& line : components_[i]->states()) lines.push_back(std::move(line));
    }
    return lines;
  }

  [[nodiscard]] std::vector<label> allowed() const override {
    std::vector<label> all;
    for (std::size_t i = 0; i < components_.size(); ++i) {
      if (failed_ == nowhere || failed_ == i) components_[i]->allowed(all);
    }
    const auto bytes = [](const label& l) { return std::bit_cast<std::array<std::uint64_t, 2>>(l); };
    std::ranges::sort(all, {}, bytes);
    all.erase(std::ranges::unique(all).begin(), all.end());
    return all;
  }

  [[nodiscard]] std::uint64_t looked_at() const noexcept override {
    std::uint64_t all = 0;
    for (const auto& c : components_) all += c->looked_at();
    return all;
  }

  void checkpoint() override {
    if (history_.size() - middle_ < looks_back) return;
    history_.erase(history_.begin(), history_.begin() + static_cast<std::ptrdiff_t>(middle_));
    middle_ = history_.size();
    for (const auto& c : components_) c->checkpoint();
  }

 private:
  bool fail(std::uint8_t which) noexcept {
    failed_ = which;
    return false;
  }

  /// The labels that concern one part. The refused label is always the last.
  [[nodiscard]] std::vector<label> history_of(std::uint8_t which) const {
    router route = route_;
    std::vector<label> mine;
    for (std::size_t i = 0; i < history_.size(); ++i) {
      const label& l = history_[i];
      const std::uint8_t where = l.kind == label_kind::quiescent ? which : route(l);
      if (where == which || i + 1 == history_.size()) mine.push_back(l);
    }
    return mine;
  }

  std::vector<std::unique_ptr<part>> components_;
  router route_;
  static constexpr std::size_t looks_back = 4096;

  std::vector<label> history_;  ///< since the last checkpoint but one
  std::size_t middle_{};        ///< where the last checkpoint was
  std::uint8_t failed_{nowhere};
};

}  // namespace

std::unique_ptr<checker> make_checker(std::span<const model::object_spec> objects,
                                      std::span<const std::uint8_t> component, const model::profile& profile,
                                      effort most) {
  if (objects.size() != component.size()) throw std::invalid_argument("each object needs the number of its component");
  if (objects.size() > 255) throw std::invalid_argument("a program has at most 255 objects");
  return std::make_unique<machine_checker>(groups_of(objects, component), profile, most);
}

}  // namespace selvage::conform
