#include "model/safe_handle.h"

namespace selvage::model::safe_handle {
namespace {

/// Drops one reference of a handle that has some; true when the resource is due.
bool drop(object_state& h) noexcept {
  --h.references;
  if (h.references != 0) return false;
  const bool was_open = !h.closed;
  h.closed = true;
  return was_open;
}

}  // namespace

object_state fresh() noexcept {
  object_state h;
  h.references = 1;
  return h;
}

change add_ref(object_state& h) noexcept {
  if (h.closed) return {transition::refuse_add_reference, outcome::object_disposed, false};
  ++h.references;
  return {transition::add_reference, outcome::ok, false};
}

change release(object_state& h) noexcept {
  if (h.references == 0) return {transition::refuse_release, outcome::object_disposed, false};
  const bool last = drop(h);
  return {h.references == 0 ? transition::drop_last_reference : transition::drop_reference, outcome::ok, last};
}

change dispose(object_state& h) noexcept {
  if (h.disposed) return {transition::dispose_again, outcome::ok, false};
  if (h.references == 0) return {transition::refuse_dispose, outcome::object_disposed, false};
  h.disposed = true;
  const bool last = drop(h);
  return {h.references == 0 ? transition::dispose_last : transition::dispose, outcome::ok, last};
}

change set_invalid(object_state& h) noexcept {
  h.closed = true;
  return {transition::invalidate, outcome::ok, false};
}

change is_closed(const object_state& h) noexcept {
  return {transition::read_closed, h.closed ? outcome::yes : outcome::no, false};
}

}  // namespace selvage::model::safe_handle
