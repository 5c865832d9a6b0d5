#include "src/check/weakest.h"

#include <algorithm>
#include <array>
#include <span>

#include "model/machine.h"
#include "model/operation.h"
#include "model/registration.h"
#include "src/check/machine_player.h"

namespace selvage::check {
namespace {

constexpr std::string_view prefix = "weakest-";

/// The machine of handles and events in the form of a pattern's.
class plain_objects : public model::machine {
 public:
  using state = model::state;
  using machine::machine;

  void steps(const state& s, std::vector<model::pattern_step<state>>& out) const {
    std::vector<model::step> mine;
    machine::steps(s, mine);
    for (const auto& i : mine) {
      out.push_back({i.next, i.via, i.kind != model::step_kind::internal, i.kind == model::step_kind::time, i.thread});
    }
  }

  void outputs(const state& s, std::vector<model::output>& out) const {
    for (std::uint8_t t = 0; t < model::max_threads; ++t) {
      const auto& c = s.threads[t];
      if (c.at != model::phase::done) continue;
      out.push_back({{.kind = model::label_kind::ret,
                      .thread = t,
                      .op = c.op,
                      .object_count = c.count,
                      .objects = c.objects,
                      .result = c.result},
                     {}});
    }
  }

  [[nodiscard]] std::string_view why_pending(const state&, std::uint8_t) const noexcept { return {}; }
  [[nodiscard]] std::string_view why_refused(const state&, const model::label&) const noexcept { return {}; }
  [[nodiscard]] static const state& events_of(const state& s) noexcept { return s; }
};

class registered_waits : public model::registration {
 public:
  using registration::registration;
  [[nodiscard]] static const model::state& events_of(const state& s) noexcept { return s.events; }
};

/// One player for each set of objects that are used together.
class weakest_driver final : public driver {
 public:
  weakest_driver(const program& p, const model::profile& liberties) : slots_(p.objects.size()) {
    const auto numbers = components(p);
    const auto parts = numbers.empty() ? 0 : *std::ranges::max_element(numbers) + 1;
    for (int part = 0; part < parts; ++part) {
      std::vector<model::object_spec> specs;
      std::vector<const object_hooks*> hooks;
      std::vector<std::int32_t> registrations;
      std::array<std::uint8_t, max_objects> local{};
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (numbers[i] != part) continue;
        const auto& spec = p.objects[i].spec;
        slots_[i].part = players_.size();
        slots_[i].number = local.at(i) = static_cast<std::uint8_t>(specs.size());
        hooks.push_back(&slots_[i].hooks);
        specs.push_back(spec);
        if (model::info(spec.kind).of == model::family::registrations) registrations.push_back(spec.timeout_ms);
      }
      if (specs.empty()) continue;
      for (auto& s : specs) {
        if (model::info(s.kind).of_event) s.original = local.at(s.original);
      }
      if (registrations.empty())
        players_.push_back(std::make_unique<machine_player<plain_objects>>(plain_objects(specs, liberties), hooks,
                                                                           std::move(registrations)));
      else
        players_.push_back(std::make_unique<machine_player<registered_waits>>(registered_waits(specs, liberties), hooks,
                                                                              std::move(registrations)));
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
  return subject{std::string(name), &found->table, capabilities(families), found->liberties};
}

std::unique_ptr<driver> make_weakest_driver(const program& p, const model::profile& liberties) {
  return std::make_unique<weakest_driver>(p, liberties);
}

}  // namespace selvage::check
