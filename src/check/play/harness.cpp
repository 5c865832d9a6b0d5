#include "src/check/play/harness.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "model/event_rules.h"
#include "model/operation.h"
#include "src/check/subject/weakest.h"
#include "src/program/call_label.h"
#include "src/program/families.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;

constexpr label quiescent_label{.kind = label_kind::quiescent};

// After many callbacks an execution has so many steps to come to its end.
constexpr std::size_t steps_after_many = 2000;

std::size_t buffer_size(const program& p, std::size_t many_callbacks) {
  std::size_t labels = 4 * p.operation_count() + 4 * p.objects.size() + 64;
  std::size_t longest = 0;
  for (const auto& o : p.objects) {
    if (model::info(o.spec.kind).calls_back) longest = std::max(longest, 2 + 3 * o.callback.size());
  }
  if (longest != 0) labels += many_callbacks * longest + steps_after_many;
  return labels;
}

/// A library that looks round every few minutes though nothing happens is at rest: time ends long after whatever the
/// program waits for.
std::int64_t horizon_of(const program& p) {
  constexpr std::int64_t ms = 1'000'000;
  std::int64_t longest = 0;
  const auto include = [&](const std::vector<program_operation>& operations) {
    for (const auto& o : operations) longest = std::max<std::int64_t>(longest, o.timeout_ms);
  };
  for (const auto& t : p.threads) include(t);
  for (const auto& o : p.objects) {
    include(o.callback);
    longest = std::max<std::int64_t>(longest, o.spec.timeout_ms);
  }
  return (120'000 + 1'000 * longest) * ms;
}

}  // namespace

harness::harness(const subject& s, const program& p, const model::profile& held_to, const engine::settings& options,
                 const watching& watched)
    : options_(options), watching_(watched), history_(buffer_size(p, many_callbacks)), held_to_(held_to) {
  if (options_.weak_memory) options_.model = &weak_memory_.emplace();
  if (watching_.detect != "none") detector_.emplace(judging_options(watching_.detect), clocks());
  points_ = addresses_of(watching_.points, options_.heap_bytes);
  options_.racy = &points_;
  options_.horizon = horizon_of(p);
  if (const auto lacks = s.can.missing(p); !lacks.empty()) {
    throw subject_error("subject '" + s.name + "' has no " + lacks + ", which the program needs");
  }
  make_drivers(s, p);
  std::vector<model::object_spec> specs;
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    const auto& spec = p.objects[i].spec;
    const auto& kind = model::info(spec.kind);
    specs.push_back(spec);
    if (kind.of == model::family::events && s.table->events != nullptr && s.table->events->reports_release == 0)
      specs.back().owns = false;
    calls_back_ = calls_back_ || kind.calls_back;
    objects_.push_back(
        {this, static_cast<std::uint8_t>(i), spec, driver_of(kind.of), prepare(p.objects[i].callback, 0), nullptr});
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    const auto thread = static_cast<std::uint8_t>(t);
    clients_.push_back({this, thread, prepare(p.threads[t], thread)});
  }
  checker_ = conform::make_checker(specs, components(p), held_to);
}

detect::options harness::judging_options(const std::string& detect) {
  auto o = detect::options_of(detect);
  o.leaks = o.locks = o.wakeups = false;
  return o;
}

void harness::make_drivers(const subject& s, const program& p) {
  if (s.weakest != nullptr) {
    drivers_.push_back(make_weakest_driver(p, *s.weakest));
    options_.interrupts = options_.interrupts || model::event_rules::interruptible(*s.weakest);
  }
  const auto add = [&](model::family f) {
    if (driver_of(f) != nullptr) return;
    if (s.weakest == nullptr) drivers_.push_back(make_driver(f, *s.table));
    driver_of_.push_back({f, drivers_.back().get()});
  };
  const auto add_all = [&](const std::vector<program_operation>& operations) {
    for (const auto& o : operations) add(model::info(o.op).of);
  };
  for (const auto& o : p.objects) {
    add(model::info(o.spec.kind).of);
    add_all(o.callback);
  }
  for (const auto& t : p.threads) add_all(t);
}

driver* harness::driver_of(model::family f) {
  const auto found = std::ranges::find(driver_of_, f, &family_driver::of);
  return found == driver_of_.end() ? nullptr : found->by;
}

std::vector<harness::call> harness::prepare(const std::vector<program_operation>& operations, std::uint8_t thread) {
  std::vector<call> calls;
  for (const auto& o : operations) {
    const label called = call_label(o, thread);
    label returned = called;
    returned.kind = label_kind::ret;
    calls.push_back({called, returned, o.timeout_ms > 0, driver_of(model::info(o.op).of), {}});
  }
  return calls;
}

bool harness::run(engine::strategy& s, std::uint64_t index) {
  history_.clear();
  client_of_.fill(no_client);
  doing_.fill({});
  callback_slots_.fill(false);
  callbacks_ = 0;
  fair_from_ = 0;
  complete_ = false;
  callback_waits_ = false;
  make_failed_ = false;
  watched_ = watching_.watches(index);
  options_.watch = other_ != nullptr ? other_ : watched_ ? &*detector_ : nullptr;
  options_.heap = watching_.heap(index, options_.heap);
  if (!engine::run(s, index, &harness::body, this, options_, execution_)) return false;
  judge();
  return true;
}

void harness::body(void* self) { static_cast<harness*>(self)->play(); }

void harness::note(const label& l) noexcept {
  history_.push(l);
  if (l.kind == label_kind::quiescent)
    engine::come_to_rest();
  else if (l.kind != label_kind::call)
    engine::publish();
  if (recorder_ != nullptr) [[unlikely]]
    recorder_->label(static_cast<std::uint32_t>(history_.labels().size() - 1));
}

void harness::play() {
  if (!make_objects()) {
    make_failed_ = true;
    return;
  }
  std::array<engine::thread_id, max_threads> ids{};
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    ids[i] = engine::spawn(&harness::client_body, &clients_[i]);
    if (ids[i] < client_of_.size()) client_of_[ids[i]] = static_cast<std::uint8_t>(i);
  }
  for (std::size_t i = 0; i < clients_.size(); ++i) engine::join(ids[i]);
  if (calls_back_) engine::settle();
  note(final_label);
  complete_ = true;
  // A callback that waits for ever, as the model allows, would hold up whoever destroys its object.
  callback_waits_ = std::ranges::find(callback_slots_, true) != callback_slots_.end();
  if (callback_waits_) engine::stop_execution();
  destroy_objects();
}

void harness::client_body(void* self) {
  auto& c = *static_cast<client*>(self);
  engine::become_client();
  c.owner->play(c.calls, c.thread);
}

void harness::play(std::vector<call>& calls, std::uint8_t thread) {
  for (auto& next : calls) {
    engine::enter_call();
    if (engine::quiescent()) note(quiescent_label);
    label l = next.called;
    l.thread = thread;
    note(l);
    if (const auto self = engine::self(); self < doing_.size())
      doing_[self] = {l.op, static_cast<std::uint8_t>(doing_[self].call + 1)};
    for (std::size_t i = 0; i < l.object_count; ++i) next.objects[i] = objects_[l.objects[i]].made;
    const int result = next.by->invoke(l, {next.objects.data(), l.object_count});
    l = next.returned;
    l.thread = thread;
    l.result = std::in_range<std::int16_t>(result) ? static_cast<std::int16_t>(result)
                                                   : std::numeric_limits<std::int16_t>::max();
    if (next.timed && engine::overdue()) l.overdue = 1;
    note(l);
    engine::leave_call();
  }
}

bool harness::make_objects() {
  for (const auto& d : drivers_) {
    if (!d->begin()) return false;
  }
  for (auto& o : objects_) {
    void* const original = model::info(o.spec.kind).of_event ? objects_[o.spec.original].made : nullptr;
    o.made = o.by->make(o.spec, original, {&harness::released, &harness::called_back, &o});
    if (o.made == nullptr) return false;
  }
  return true;
}

void harness::destroy_objects() {
  for (auto o = objects_.rbegin(); o != objects_.rend(); ++o) o->by->destroy(o->made);
  for (auto d = drivers_.rbegin(); d != drivers_.rend(); ++d) (*d)->end();
}

void harness::called_back(void* context, int cause) {
  auto& o = *static_cast<object*>(context);
  auto& h = *o.owner;
  if (h.complete_) return;
  engine::begin_callback();
  std::size_t slot = 0;
  while (slot + 1 < h.callback_slots_.size() && h.callback_slots_[slot]) ++slot;
  h.callback_slots_[slot] = true;
  if (++h.callbacks_ == many_callbacks) {
    h.fair_from_ = h.history_.labels().size();
    engine::end_soon(steps_after_many);
  }
  const auto thread = static_cast<std::uint8_t>(model::first_callback_thread + slot);
  label l = callback_label(o.index, cause, thread);
  h.note(l);
  o.by->calls_back(l, o.made);
  const auto self = std::min<std::size_t>(engine::self(), h.client_of_.size() - 1);
  const auto known_as = std::exchange(h.client_of_[self], thread);
  h.play(o.callback, thread);
  h.client_of_[self] = known_as;
  l.kind = label_kind::callback_end;
  h.note(l);
  o.by->calls_back(l, o.made);
  h.callback_slots_[slot] = false;
  engine::end_callback();
}

void harness::released(void* context) {
  const auto& o = *static_cast<const object*>(context);
  auto& h = *o.owner;
  if (h.complete_) return;
  const auto t = engine::self();
  label l{
      .kind = label_kind::released, .thread = t < h.client_of_.size() ? h.client_of_[t] : no_client, .object_count = 1};
  l.objects[0] = o.index;
  h.note(l);
}

}  // namespace selvage::check
