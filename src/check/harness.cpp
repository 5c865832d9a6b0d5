#include "src/check/harness.h"

#include <limits>
#include <utility>

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;
using model::operation;

constexpr label quiescent_label{.kind = label_kind::quiescent};
constexpr label final_label{.kind = label_kind::quiescent, .result = 1};  // not even time can move

std::size_t buffer_size(const program& p) { return 4 * p.operation_count() + 4 * p.objects.size() + 64; }

}  // namespace

harness::harness(const subject& s, const program& p, const model::profile& held_to, const engine::settings& options)
    : events_(s.table->events), handles_(s.table->handles), options_(options), history_(buffer_size(p)) {
  if (const auto lacks = s.can.missing(p); !lacks.empty()) {
    throw subject_error("subject '" + s.name + "' has no " + lacks + ", which the program needs");
  }
  std::vector<model::object_spec> specs;
  for (std::size_t i = 0; i < p.objects.size(); ++i) {
    specs.push_back(p.objects[i].spec);
    const bool event = specs.back().kind != model::object_kind::safe_handle;
    if (event && events_->reports_release == 0) specs.back().owns = false;
    objects_.push_back({this, static_cast<std::uint8_t>(i), p.objects[i].spec, nullptr});
  }
  for (std::size_t t = 0; t < p.threads.size(); ++t) {
    client c{this, {}};
    for (const auto& o : p.threads[t]) {
      label called{.kind = label_kind::call,
                   .thread = static_cast<std::uint8_t>(t),
                   .op = o.op,
                   .object_count = o.object_count,
                   .objects = o.objects,
                   .timeout_ms = o.timeout_ms};
      label returned = called;
      returned.kind = label_kind::ret;
      c.calls.push_back({called, returned, o.timeout_ms > 0});
    }
    clients_.push_back(std::move(c));
  }
  checker_ = conform::make_checker(specs, components(p), held_to);
}

bool harness::run(engine::strategy& s, std::uint64_t index) {
  history_.clear();
  client_of_.fill(no_client);
  complete_ = false;
  make_failed_ = false;
  if (!engine::run(s, index, &harness::body, this, options_, execution_)) return false;
  judge();
  return true;
}

void harness::body(void* self) { static_cast<harness*>(self)->play(); }

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
  history_.push(final_label);
  complete_ = true;
  destroy_objects();
}

void harness::client_body(void* self) {
  auto& c = *static_cast<client*>(self);
  auto& h = *c.owner;
  engine::become_client();
  for (const auto& next : c.calls) {
    engine::enter_call();
    if (engine::quiescent()) h.history_.push(quiescent_label);
    h.history_.push(next.called);
    const int result = h.invoke(next);
    label ret = next.returned;
    ret.result = std::in_range<std::int16_t>(result) ? static_cast<std::int16_t>(result)
                                                     : std::numeric_limits<std::int16_t>::max();
    if (next.timed && engine::overdue()) ret.overdue = 1;
    h.history_.push(ret);
    engine::leave_call();
  }
}

bool harness::make_objects() {
  for (auto& o : objects_) {
    switch (o.spec.kind) {
      case model::object_kind::safe_handle:
        o.made = handles_->create(o.spec.owns ? 1 : 0, o.spec.valid ? 1 : 0, &harness::released, &o);
        break;
      case model::object_kind::manual_reset_event:
        o.made = events_->create(SELVAGE_MANUAL_RESET, o.spec.initially_set ? 1 : 0, &harness::released, &o);
        break;
      case model::object_kind::auto_reset_event:
        o.made = events_->create(SELVAGE_AUTO_RESET, o.spec.initially_set ? 1 : 0, &harness::released, &o);
        break;
      case model::object_kind::duplicate:
        o.made = events_->duplicate(objects_[o.spec.original].made, &harness::released, &o);
        break;
    }
    if (o.made == nullptr) return false;
  }
  return true;
}

void harness::destroy_objects() {
  for (auto o = objects_.rbegin(); o != objects_.rend(); ++o) {
    (o->spec.kind == model::object_kind::safe_handle ? handles_->destroy : events_->destroy)(o->made);
  }
}

void harness::released(void* context) {
  const auto& o = *static_cast<const object*>(context);
  auto& h = *o.owner;
  if (h.complete_) return;
  const auto t = engine::self();
  label l{
      .kind = label_kind::released, .thread = t < h.client_of_.size() ? h.client_of_[t] : no_client, .object_count = 1};
  l.objects[0] = o.index;
  h.history_.push(l);
}

int harness::invoke(const call& c) {
  const auto& l = c.called;
  void* const first = objects_[l.objects[0]].made;
  std::array<void*, model::max_label_objects> all{};
  if (l.object_count > 1 || l.op == operation::wait_any || l.op == operation::wait_all) {
    for (std::size_t i = 0; i < l.object_count; ++i) all[i] = objects_[l.objects[i]].made;
  }
  switch (l.op) {
    case operation::add_ref:
      return handles_->add_ref(first);
    case operation::release:
      return handles_->release(first);
    case operation::dispose:
      return handles_->dispose(first);
    case operation::set_invalid:
      return handles_->set_invalid(first);
    case operation::is_closed:
      return handles_->is_closed(first);
    case operation::set:
      return events_->set(first);
    case operation::reset:
      return events_->reset(first);
    case operation::pulse:
      return events_->pulse(first);
    case operation::wait:
      return events_->wait(first, l.timeout_ms);
    case operation::close:
      return events_->close(first);
    case operation::wait_any:
      return events_->wait_any(all.data(), l.object_count, l.timeout_ms);
    case operation::wait_all:
      return events_->wait_all(all.data(), l.object_count, l.timeout_ms);
    case operation::signal_and_wait:
      return events_->signal_and_wait(all[0], all[1], l.timeout_ms);
    case operation::none:
      break;
  }
  return model::outcome::unsupported;
}

void harness::judge() {
  verdict_ = model::verdict::holds;
  conforms_ = true;
  blocked_ = false;
  if (!detail_.empty()) detail_.clear();
  if (!unsupported_.empty()) unsupported_.clear();
  if (execution_.end == engine::ending::deadlock && !complete_) history_.push(final_label);
  if (!history_conforms()) {
    conforms_ = false;
    verdict_ = checker_->explain().verdict;
    return;
  }
  judge_ending();
}

bool harness::history_conforms() {
  const auto all = history_.labels();
  const auto hash = hash_of(all);
  conforming_ = all.size();
  if (remember_ && known_.contains(all, hash)) return true;
  checker_->restart();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!checker_->step(all[i])) {
      conforming_ = i;
      return false;
    }
  }
  if (remember_) known_.insert(all, hash);
  return true;
}

void harness::found(model::verdict v, std::string detail) {
  verdict_ = v;
  detail_ = std::move(detail);
  for (const auto& t : execution_.stuck) detail_ += "; " + t.name + " waits in " + t.waits;
}

void harness::judge_ending() {
  const auto& message = execution_.message;
  switch (execution_.end) {
    case engine::ending::finished:
      if (make_failed_) {
        found(model::verdict::unexpected_exception, "the subject could not make an object");
      } else if (execution_.leaked_bytes != 0) {
        found(model::verdict::leak, std::to_string(execution_.leaked_bytes) + " bytes were never freed");
      }
      return;
    case engine::ending::deadlock:
      blocked_ = !complete_;
      if (complete_) found(model::verdict::deadlock, "destroying the objects blocks for ever");
      return;
    case engine::ending::step_limit:
      return found(model::verdict::livelock, "no end after " + std::to_string(options_.max_steps) + " steps");
    case engine::ending::crash:
    case engine::ending::uncaught_exception:
      return found(model::verdict::crash, message);
    case engine::ending::exited:
      return found(model::verdict::crash, "the subject ended the process: " + message);
    case engine::ending::aborted:
    case engine::ending::assertion:
      return found(model::verdict::assertion, message);
    case engine::ending::leaked_thread:
      return found(model::verdict::leaked_thread, message);
    case engine::ending::double_free:
      return found(model::verdict::double_free, message);
    case engine::ending::misuse:
      return found(model::verdict::misuse, message);
    case engine::ending::unsupported:
    case engine::ending::stopped:
      unsupported_ = message.empty() ? "the execution was stopped" : message;
      return;
  }
}

conform::finding harness::finding() const {
  if (!conforms_) return checker_->explain();
  conform::finding f;
  f.verdict = verdict_;
  f.detail = detail_;
  f.thread = no_client;
  return f;
}

std::vector<std::string> harness::model_states() {
  if (conforms_) {
    checker_->restart();
    for (const auto& l : history_.labels()) {
      if (!checker_->step(l)) break;
    }
  }
  return checker_->states();
}

}  // namespace selvage::check
