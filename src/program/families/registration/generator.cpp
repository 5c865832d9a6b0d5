#include "src/program/families/registration/family.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/operation.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

constexpr std::int32_t some_time = 10;

struct weight {
  operation op;
  unsigned of_hundred;
};

constexpr std::array client_weights = {weight{operation::set, 27},          weight{operation::unregister, 24},
                                       weight{operation::wait, 20},         weight{operation::close, 8},
                                       weight{operation::reset, 5},         weight{operation::unregister_blocking, 8},
                                       weight{operation::register_wait, 6}, weight{operation::pulse, 2}};

constexpr std::array callback_weights = {weight{operation::unregister, 40},
                                         weight{operation::wait, 25},
                                         weight{operation::set, 15},
                                         weight{operation::reset, 10},
                                         weight{operation::unregister_blocking, 5},
                                         weight{operation::close, 5}};

class draft {
 public:
  draft(random_source& random, const capabilities& can, const generator_limits& limits)
      : random_(random), can_(can), limits_(limits) {}

  program make() {
    add_event();
    if (random_.chance(60)) add_event();
    events_ = made_.objects.size();
    add_registration(0);
    if (random_.chance(15) && limits_.objects > 1) add_registration(random_.chance(60) ? 0 : events_ - 1);
    for (std::size_t r = events_; r < made_.objects.size(); ++r) add_callback(r);
    add_threads();
    return std::move(made_);
  }

 private:
  void add_event() {
    program_object o;
    o.spec.kind = random_.chance(60) ? object_kind::auto_reset_event : object_kind::manual_reset_event;
    o.spec.initially_set = random_.chance(12);
    o.name = "e" + std::to_string(made_.objects.size());
    made_.objects.push_back(std::move(o));
  }

  void add_registration(std::size_t event) {
    constexpr std::array<unsigned, 3> times = {60, 28, 12};
    constexpr std::array<std::int32_t, 3> time{model::infinite, some_time, 0};
    program_object o;
    o.spec.kind = object_kind::registration;
    o.spec.original = static_cast<std::uint8_t>(event);
    o.spec.once = random_.chance(55);
    o.spec.timeout_ms = time.at(random_.weighted(times));
    o.name = "r" + std::to_string(made_.objects.size() - events_);
    made_.objects.push_back(std::move(o));
  }

  void add_callback(std::size_t r) {
    auto& callback = made_.objects[r].callback;
    const auto& spec = made_.objects[r].spec;
    // What fires again and again by itself has to be ended by its callback.
    if (!spec.once && spec.timeout_ms >= 0) {
      callback.push_back(call(operation::unregister, r));
    } else if (!spec.once && made_.objects[spec.original].spec.kind == object_kind::manual_reset_event) {
      callback.push_back(call(operation::reset, spec.original));
    }
    if (!random_.chance(45)) return;
    for (std::size_t n = 1 + random_.below(2); n > 0; --n) {
      const operation op = draw(callback_weights);
      if (op == operation::none) return;
      if (op != operation::set) {
        callback.push_back(use(op, true));
        // In a program's text a callback knows the objects before its own.
        callback.back().objects[0] = std::min(callback.back().objects[0], static_cast<std::uint8_t>(r));
      } else if (const auto harmless = harmless_event(); harmless < events_) {
        callback.push_back(call(op, harmless));
      }
    }
  }

  /// One that no repeating registration is of, so that a callback that sets it does not call itself again.
  std::size_t harmless_event() {
    const std::size_t e = random_.below(events_);
    const bool fires = std::ranges::any_of(made_.objects, [&](const program_object& o) {
      return o.spec.kind == object_kind::registration && !o.spec.once && o.spec.original == e;
    });
    return fires ? events_ : e;
  }

  /// Few operations: the machine goes through every order of what they, the waits and the callbacks do inside.
  void add_threads() {
    constexpr std::size_t most_operations = 5;
    const std::size_t threads = std::min<std::size_t>(limits_.threads, 2);
    auto left = std::clamp(limits_.total, threads, most_operations);
    for (std::size_t t = 0; t < threads; ++t) {
      const auto most = std::min(limits_.operations, left - (threads - t - 1));
      const auto n = std::min(most, std::size_t{1} + random_.below(3));
      left -= n;
      std::vector<program_operation> operations;
      for (std::size_t r = events_; t == 0 && r < made_.objects.size(); ++r) {
        if (random_.chance(95)) operations.push_back(call(operation::register_wait, r));
      }
      for (std::size_t i = 0; i < n; ++i) {
        const operation op = draw(client_weights);
        if (op != operation::none) operations.push_back(use(op, false));
      }
      made_.threads.push_back(std::move(operations));
    }
  }

  template <std::size_t N>
  operation draw(const std::array<weight, N>& table) {
    std::array<unsigned, N> weights{};
    unsigned sum = 0;
    for (std::size_t i = 0; i < N; ++i) {
      if (can_.has(table[i].op)) weights[i] = table[i].of_hundred;
      sum += weights[i];
    }
    return sum == 0 ? operation::none : table[random_.weighted(weights)].op;
  }

  /// A callback does not wait for ever: its registration could not be taken back.
  program_operation use(operation op, bool in_callback) {
    const bool of_registration = model::info(op).of == model::family::registrations;
    auto o = of_registration ? call(op, events_ + random_.below(made_.objects.size() - events_))
                             : call(op, random_.below(events_));
    if (op == operation::unregister && random_.chance(60)) {
      o.objects[o.object_count++] = static_cast<std::uint8_t>(events_ - 1);
    }
    if (op == operation::wait && (in_callback || random_.chance(40))) {
      o.timeout_ms = random_.chance(50) ? 0 : some_time;
    }
    return o;
  }

  static program_operation call(operation op, std::size_t object) {
    program_operation o;
    o.op = op;
    o.object_count = 1;
    o.objects[0] = static_cast<std::uint8_t>(object);
    return o;
  }

  random_source& random_;
  const capabilities& can_;
  const generator_limits& limits_;
  program made_;
  std::size_t events_{};  ///< the first so many objects
};

}  // namespace

program generate_registrations(random_source& random, const capabilities& can, const generator_limits& limits) {
  return draft(random, can, limits).make();
}

}  // namespace selvage::check
