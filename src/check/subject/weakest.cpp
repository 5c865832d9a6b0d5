#include "src/check/subject/weakest.h"

#include <algorithm>
#include <array>
#include <span>

#include "model/events_view.h"
#include "model/machine.h"
#include "model/operation.h"
#include "model/registration.h"
#include "src/check/subject/machine_player.h"
#include "src/conform/group.h"

namespace selvage::check {
namespace {

constexpr std::string_view prefix = "weakest-";

std::unique_ptr<player> player_of(const conform::group& g, const model::profile& liberties,
                                  std::span<const object_hooks* const> hooks) {
  std::vector<std::int32_t> registrations;
  for (const auto& o : g.objects) {
    if (model::info(o.kind).of == model::family::registrations) registrations.push_back(o.timeout_ms);
  }
  if (registrations.empty()) {
    return std::make_unique<machine_player<model::events_view>>(
        model::events_view(model::machine(g.objects, liberties)), hooks, std::move(registrations));
  }
  return std::make_unique<machine_player<model::registration>>(model::registration(g.objects, liberties), hooks,
                                                               std::move(registrations));
}

/// One player for each set of objects that are used together.
class weakest_driver final : public driver {
 public:
  weakest_driver(const program& p, const model::profile& liberties) : slots_(p.objects.size()) {
    std::vector<model::object_spec> specs;
    for (const auto& o : p.objects) specs.push_back(o.spec);
    for (const auto& g : conform::groups_of(specs, components(p))) {
      std::vector<const object_hooks*> hooks;
      for (std::size_t i = 0; i < g.members.size(); ++i) {
        auto& mine = slots_[g.members[i]];
        mine.part = players_.size();
        mine.number = static_cast<std::uint8_t>(i);
        hooks.push_back(&mine.hooks);
      }
      players_.push_back(player_of(g, liberties, hooks));
    }
  }

  bool begin() override {
    made_ = 0;
    for (const auto& p : players_) p->begin();
    return true;
  }

  void end() override {
    for (const auto& p : players_) p->end();
  }

  void* make(const model::object_spec&, void*, const object_hooks& hooks) override {
    slots_[made_].hooks = hooks;
    return &slots_[made_++];
  }

  void destroy(void*) override {}

  int invoke(const model::label& called, std::span<void* const> objects) override {
    model::label l = called;
    for (std::size_t i = 0; i < objects.size(); ++i) l.objects[i] = static_cast<const slot*>(objects[i])->number;
    return players_[objects.empty() ? 0 : static_cast<const slot*>(objects[0])->part]->call(l);
  }

  void calls_back(const model::label& shown, void* object) override {
    const auto& s = *static_cast<const slot*>(object);
    model::label l = shown;
    l.objects[0] = s.number;
    players_[s.part]->calls_back(l);
  }

 private:
  struct slot {
    object_hooks hooks;
    std::size_t part{};
    std::uint8_t number{};  ///< in the part's machine
  };

  std::vector<slot> slots_;
  std::vector<std::unique_ptr<player>> players_;
  std::size_t made_{};
};

struct weakest {
  std::string name;
  std::string description;
  const model::profile* liberties{};
  selvage_subject table{};  ///< has texts and no functions
};

std::span<const weakest> all() {
  static const auto machines = [] {
    std::vector<weakest> made;
    for (const auto& p : model::profiles()) {
      const std::string profile(p.name);
      made.push_back({std::string(prefix) + profile, "The model itself, taking every liberty of " + profile, &p, {}});
    }
    for (auto& w : made) {
      w.table.abi = SELVAGE_SUBJECT_ABI;
      w.table.size = sizeof w.table;
      w.table.name = w.name.c_str();
      w.table.description = w.description.c_str();
      w.table.profile = w.liberties->name.data();
    }
    return made;
  }();
  return machines;
}

}  // namespace

std::vector<std::string> weakest_names() {
  std::vector<std::string> names;
  for (const auto& w : all()) names.push_back(w.name);
  return names;
}

std::optional<subject> weakest_named(std::string_view name) {
  const auto known = all();
  const auto found = std::ranges::find(known, name, &weakest::name);
  if (found == known.end()) return {};
  constexpr std::array families{model::family::handles, model::family::events, model::family::registrations};
  return subject{std::string(name), &found->table, capabilities(families), {}, found->liberties};
}

std::unique_ptr<driver> make_weakest_driver(const program& p, const model::profile& liberties) {
  return std::make_unique<weakest_driver>(p, liberties);
}

}  // namespace selvage::check
