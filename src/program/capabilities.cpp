#include "src/program/capabilities.h"

#include <algorithm>

#include "model/operation.h"
#include "src/program/context_kind.h"

namespace selvage::check {
namespace {

using model::operation;

template <typename Group>
void check_size(const Group& g, const char* what) {
  if (g.size != sizeof(Group)) {
    throw subject_error(std::string("the subject's ") + what + " functions take " + std::to_string(g.size) +
                        " bytes, this tool expects " + std::to_string(sizeof(Group)) +
                        ": compile it with this tool's selvage/subject.h");
  }
}

template <typename Group>
void check_group(const Group& g, const char* what) {
  check_size(g, what);
  if (g.create == nullptr || g.destroy == nullptr) {
    throw subject_error(std::string("the subject's ") + what + " lack create or destroy");
  }
}

/// What a subject lacks that has not the object's context.
std::uint32_t lack_of(const model::object_spec& o) noexcept {
  switch (context_of(o)) {
    case SELVAGE_CONTEXT_INLINE: return SELVAGE_LACKS_INLINE_CONTEXT;
    case SELVAGE_CONTEXT_THROWING: return SELVAGE_LACKS_THROWING_CONTEXT;
    case SELVAGE_CONTEXT_LOOP: return SELVAGE_LACKS_LOOP_CONTEXT;
    default: return SELVAGE_LACKS_POOL_CONTEXT;
  }
}

}  // namespace

capabilities::capabilities(const selvage_subject& s) : lacks_(s.lacks) {
  const auto add = [this](operation op, bool there) {
    if (there) bits_ |= std::uint64_t{1} << static_cast<unsigned>(op);
  };
  if (s.events != nullptr) {
    const auto& e = *s.events;
    check_group(e, "events");
    events_ = true;
    duplicates_ = e.duplicate != nullptr;
    add(operation::set, e.set != nullptr);
    add(operation::reset, e.reset != nullptr);
    add(operation::pulse, e.pulse != nullptr);
    add(operation::wait, e.wait != nullptr);
    add(operation::close, e.close != nullptr);
    add(operation::wait_any, e.wait_any != nullptr);
    add(operation::wait_all, e.wait_all != nullptr);
    add(operation::signal_and_wait, e.signal_and_wait != nullptr);
  }
  if (s.handles != nullptr) {
    const auto& h = *s.handles;
    check_group(h, "handles");
    handles_ = true;
    add(operation::add_ref, h.add_ref != nullptr);
    add(operation::release, h.release != nullptr);
    add(operation::dispose, h.dispose != nullptr);
    add(operation::set_invalid, h.set_invalid != nullptr);
    add(operation::is_closed, h.is_closed != nullptr);
  }
  if (s.async_results != nullptr) {
    const auto& r = *s.async_results;
    check_group(r, "async results");
    async_results_ = true;
    add(operation::begin, r.begin != nullptr);
    add(operation::complete, r.complete != nullptr);
    add(operation::end, r.end != nullptr);
    add(operation::is_completed, r.is_completed != nullptr);
    add(operation::completed_synchronously, r.completed_synchronously != nullptr);
    add(operation::wait_handle, r.wait_handle != nullptr);
    add(operation::close_handle, r.close_handle != nullptr);
  }
  if (s.registrations != nullptr) {
    const auto& r = *s.registrations;
    check_group(r, "registrations");
    if (r.pool_create == nullptr || r.pool_destroy == nullptr)
      throw subject_error("the subject's registrations functions lack pool_create or pool_destroy");
    registrations_ = events_;
    add(operation::register_wait, r.register_wait != nullptr);
    add(operation::unregister, r.unregister != nullptr);
    add(operation::unregister_blocking, r.unregister_blocking != nullptr);
  }
  if (s.disposal != nullptr) {
    const auto& d = *s.disposal;
    check_group(d, "disposal");
    disposal_ = true;
    add(operation::use, d.use != nullptr);
    add(operation::start, d.start != nullptr);
    add(operation::finish, d.finish != nullptr);
    add(operation::dispose_sync, d.dispose_sync != nullptr);
    add(operation::dispose_async, d.dispose_async != nullptr);
  }
  if (s.event_based != nullptr) {
    const auto& b = *s.event_based;
    check_size(b, "operations with events'");
    if (b.make == nullptr || b.destroy == nullptr)
      throw subject_error("the subject's operations with events lack make or destroy");
    event_based_ = true;
    add(operation::create, b.create != nullptr);
    add(operation::post, b.post != nullptr);
    add(operation::post_completed, b.post_completed != nullptr);
    add(operation::operation_completed, b.operation_completed != nullptr);
    add(operation::post_nothing, b.post_nothing != nullptr);
    add(operation::complete_nothing, b.complete_nothing != nullptr);
    add(operation::abandon, b.abandon != nullptr);
    add(operation::outstanding, b.outstanding != nullptr);
  }
  if (s.components != nullptr) {
    const auto& c = *s.components;
    check_size(c, "components'");
    tokens_ = c.make_operation != nullptr;
    workers_ = c.make_worker != nullptr;
    if (!(tokens_ || workers_) || c.destroy == nullptr)
      throw subject_error("the subject's components lack destroy, or make_operation and make_worker both");
    components_ = true;
    add(operation::run_async, c.run_async != nullptr);
    add(operation::cancel_async, c.cancel_async != nullptr);
    add(operation::is_busy, c.is_busy != nullptr);
    add(operation::retry, c.retry != nullptr);
  }
}

std::string capabilities::missing(const model::object_spec& o) const {
  using model::object_kind;
  if (lacks(SELVAGE_LACKS_FAILING) && o.failing) return "failures";
  switch (model::info(o.kind).of) {
    case model::family::handles:
      if (!handles_) return "safe handles";
      break;
    case model::family::events:
      if (!events_) return "events";
      break;
    case model::family::async_results:
      if (!async_results_) return "async results";
      if (lacks(SELVAGE_LACKS_CALLBACKS) && !o.silent) return "callbacks";
      if (lacks(SELVAGE_LACKS_SYNCHRONOUS) && o.synchronous) return "synchronous completion";
      break;
    case model::family::disposal:
      if (!disposal_) return "asynchronous disposal";
      if (lacks(o.joining ? SELVAGE_LACKS_JOINING : SELVAGE_LACKS_NOT_JOINING)) return "such repeated disposals";
      break;
    case model::family::registrations:
      if (!registrations_) return "registered waits";
      if (lacks(o.once ? SELVAGE_LACKS_ONCE : SELVAGE_LACKS_REPEATING))
        return o.once ? "registrations that fire once" : "registrations that repeat";
      if (lacks(SELVAGE_LACKS_TIMED_REGISTRATION) && o.timeout_ms != model::infinite)
        return "registrations with a timeout";
      break;
    case model::family::event_based:
      if (!event_based_) return "operations with events";
      if (lacks(lack_of(o))) return "such a context";
      break;
    case model::family::components:
      if (!components_) return "components with events";
      if (o.kind == object_kind::component_operation && !tokens_) return "tokens of a component";
      if (o.kind == object_kind::background_worker && !workers_) return "background workers";
      if (lacks(lack_of(o))) return "such a context";
      break;
  }
  if (o.kind == object_kind::duplicate && !duplicates_) return "duplicate";
  if (o.kind == object_kind::manual_reset_event && lacks(SELVAGE_LACKS_MANUAL_RESET)) return "manual-reset events";
  if (o.kind == object_kind::auto_reset_event && lacks(SELVAGE_LACKS_AUTO_RESET)) return "auto-reset events";
  return {};
}

std::string capabilities::missing(const std::vector<program_operation>& operations) const {
  for (const auto& o : operations) {
    if (!has(o.op)) return std::string(operation_name(o.op));
    const bool foreign = o.op == operation::end && o.object_count > 1 && o.objects[0] != o.objects[1];
    if (foreign && lacks(SELVAGE_LACKS_FOREIGN_END)) return "an End with another operation's result";
    if (o.op == operation::unregister && o.object_count > 1 && lacks(SELVAGE_LACKS_COMPLETION_EVENT))
      return "an unregister with an event";
  }
  return {};
}

capabilities::capabilities(std::span<const model::family> families) noexcept {
  const auto among = [&](model::family f) { return std::ranges::find(families, f) != families.end(); };
  for (const auto& o : model::operations()) {
    if (among(o.of)) bits_ |= std::uint64_t{1} << static_cast<unsigned>(o.op);
  }
  handles_ = among(model::family::handles);
  events_ = duplicates_ = among(model::family::events);
  async_results_ = among(model::family::async_results);
  registrations_ = among(model::family::registrations);
  disposal_ = among(model::family::disposal);
  event_based_ = among(model::family::event_based);
  components_ = tokens_ = workers_ = among(model::family::components);
}

std::string capabilities::missing(const program& p) const {
  for (const auto& o : p.objects) {
    if (auto what = missing(o.spec); !what.empty()) return what;
    if (auto what = missing(o.callback); !what.empty()) return what;
  }
  for (const auto& t : p.threads) {
    if (auto what = missing(t); !what.empty()) return what;
  }
  return {};
}

}  // namespace selvage::check
