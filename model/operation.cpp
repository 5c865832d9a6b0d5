#include "model/operation.h"

#include <array>

namespace selvage::model {
namespace {

constexpr std::array operation_table{
    operation_info{operation::add_ref, "add_ref", family::handles},
    operation_info{operation::release, "release", family::handles},
    operation_info{operation::dispose, "dispose", family::handles},
    operation_info{operation::set_invalid, "set_invalid", family::handles},
    operation_info{operation::is_closed, "is_closed", family::handles},
    operation_info{operation::set, "set", family::events},
    operation_info{operation::reset, "reset", family::events},
    operation_info{operation::pulse, "pulse", family::events},
    operation_info{operation::wait, "wait", family::events, 1, 1, true},
    operation_info{operation::close, "close", family::events},
    operation_info{operation::wait_any, "wait_any", family::events, 0, max_label_objects, true},
    operation_info{operation::wait_all, "wait_all", family::events, 0, max_label_objects, true},
    operation_info{operation::signal_and_wait, "signal_and_wait", family::events, 2, 2, true},
    operation_info{operation::begin, "begin", family::async_results},
    operation_info{operation::complete, "complete", family::async_results},
    operation_info{operation::end, "end", family::async_results, 1, 2},
    operation_info{operation::is_completed, "is_completed", family::async_results},
    operation_info{operation::completed_synchronously, "completed_synchronously", family::async_results},
    operation_info{operation::wait_handle, "wait_handle", family::async_results, 1, 1, true},
    operation_info{operation::close_handle, "close_handle", family::async_results},
    operation_info{operation::register_wait, "register_wait", family::registrations},
    operation_info{operation::unregister, "unregister", family::registrations, 1, 2},
    operation_info{operation::unregister_blocking, "unregister_blocking", family::registrations},
    operation_info{operation::use, "use", family::disposal},
    operation_info{operation::start, "start", family::disposal},
    operation_info{operation::finish, "finish", family::disposal},
    operation_info{operation::dispose_sync, "dispose_sync", family::disposal},
    operation_info{operation::dispose_async, "dispose_async", family::disposal},
    operation_info{operation::create, "create", family::event_based},
    operation_info{operation::post, "post", family::event_based},
    operation_info{operation::post_completed, "post_completed", family::event_based},
    operation_info{operation::operation_completed, "operation_completed", family::event_based},
    operation_info{operation::post_nothing, "post_nothing", family::event_based},
    operation_info{operation::complete_nothing, "complete_nothing", family::event_based},
    operation_info{operation::abandon, "abandon", family::event_based},
    operation_info{operation::outstanding, "outstanding", family::event_based},
    operation_info{operation::run_async, "run_async", family::components},
    operation_info{operation::cancel_async, "cancel_async", family::components},
    operation_info{operation::is_busy, "is_busy", family::components},
    operation_info{operation::retry, "retry", family::components},
};

constexpr std::array kind_table{
    object_kind_info{object_kind::safe_handle, "safe-handle", family::handles},
    object_kind_info{object_kind::manual_reset_event, "manual-reset-event", family::events},
    object_kind_info{object_kind::auto_reset_event, "auto-reset-event", family::events},
    object_kind_info{object_kind::duplicate, "duplicate", family::events, true},
    object_kind_info{object_kind::async_result, "async-result", family::async_results, false, false, true},
    object_kind_info{object_kind::registration, "registration", family::registrations, true, true, true},
    object_kind_info{object_kind::async_disposable, "async-disposable", family::disposal},
    object_kind_info{object_kind::async_operation, "async-operation", family::event_based, false, false, true},
    object_kind_info{object_kind::component_operation, "component-operation", family::components, false, false, true},
    object_kind_info{object_kind::background_worker, "background-worker", family::components, false, false, true},
};

template <class... K>
constexpr std::uint32_t kinds(K... k) {
  return ((std::uint32_t{1} << static_cast<unsigned>(k)) | ...);
}

constexpr std::uint32_t with_context =
    kinds(object_kind::async_operation, object_kind::component_operation, object_kind::background_worker);

constexpr std::array attribute_table{
    attribute{"set", kinds(object_kind::manual_reset_event, object_kind::auto_reset_event), &object_spec::initially_set,
              true},
    attribute{"borrowed", kinds(object_kind::safe_handle), &object_spec::owns, false},
    attribute{"invalid", kinds(object_kind::safe_handle), &object_spec::valid, false},
    attribute{"begun", kinds(object_kind::async_result), &object_spec::begun, true},
    attribute{"synchronous", kinds(object_kind::async_result), &object_spec::synchronous, true},
    attribute{"failing",
              kinds(object_kind::async_result, object_kind::async_disposable, object_kind::component_operation,
                    object_kind::background_worker),
              &object_spec::failing, true},
    attribute{"silent", kinds(object_kind::async_result), &object_spec::silent, true},
    attribute{"once", kinds(object_kind::registration), &object_spec::once, true},
    attribute{"joining", kinds(object_kind::async_disposable), &object_spec::joining, true},
    attribute{"inline", with_context, &object_spec::inline_context, true},
    attribute{"loop", with_context, &object_spec::loop_context, true},
    attribute{"throwing", kinds(object_kind::async_operation), &object_spec::throwing_context, true},
    attribute{"uncancellable", kinds(object_kind::background_worker), &object_spec::uncancellable, true},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < operation_table.size(); ++i)
    if (static_cast<std::size_t>(operation_table[i].op) != i + 1) return false;
  for (std::size_t i = 0; i < kind_table.size(); ++i)
    if (static_cast<std::size_t>(kind_table[i].kind) != i) return false;
  return true;
}
static_assert(in_order(), "the tables follow the enumerations of label.h");

}  // namespace

std::span<const operation_info> operations() noexcept { return operation_table; }

const operation_info& info(operation op) noexcept { return operation_table[static_cast<std::size_t>(op) - 1]; }

operation operation_named(std::string_view text) noexcept {
  for (const operation_info& o : operation_table)
    if (o.name == text) return o.op;
  return operation::none;
}

std::span<const object_kind_info> object_kinds() noexcept { return kind_table; }

const object_kind_info& info(object_kind kind) noexcept { return kind_table[static_cast<std::size_t>(kind)]; }

std::span<const attribute> attributes() noexcept { return attribute_table; }

std::string_view name(family f) noexcept {
  switch (f) {
    case family::handles:
      return "handles";
    case family::events:
      return "events";
    case family::async_results:
      return "async results";
    case family::registrations:
      return "registrations";
    case family::disposal:
      return "disposal";
    case family::event_based:
      return "operations with events";
    case family::components:
      return "components with events";
  }
  return "?";
}

std::string_view clause_prefix(family f) noexcept {
  switch (f) {
    case family::handles:
      return "HND";
    case family::events:
      return "EVT";
    case family::async_results:
      return "APM";
    case family::registrations:
      return "REG";
    case family::disposal:
      return "DSP";
    case family::event_based:
    case family::components:
      return "EAP";
  }
  return "?";
}

}  // namespace selvage::model
