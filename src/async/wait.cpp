#include "selvage/async/wait.h"

#include <algorithm>
#include <array>

#include "src/async/group_wait.h"
#include "src/async/references.h"

namespace selvage::async::detail {
namespace {

void check(wait_handles handles) {
  if (handles.empty()) throw argument_error("a wait needs at least one handle");
  if (handles.size() > max_wait_handles) throw argument_error("a wait takes at most 64 handles");
  if (std::ranges::find(handles, nullptr) != handles.end()) throw argument_error("a handle to wait for is null");
}

void check_distinct(wait_handles handles) {
  for (std::size_t i = 1; i < handles.size(); ++i) {
    const auto earlier = handles.first(i);
    if (std::ranges::find(earlier, handles[i]) != earlier.end()) {
      throw argument_error("wait_all was given one handle twice");
    }
  }
}

std::optional<std::size_t> wait_several(waiter::need need, wait_handles handles, time_limit limit) {
  references open;
  std::array<wait_link, max_wait_handles> links;
  for (std::size_t i = 0; i < handles.size(); ++i) {
    open.take(event_access::handle(*handles[i]));
    links[i].event = &event_access::core(*handles[i]);
  }
  if (handles.size() == 1) {
    return links[0].event->wait(held, patience(limit)) ? std::optional<std::size_t>(0) : std::nullopt;
  }
  return group_wait(need, std::span(links).first(handles.size())).run(patience(limit));
}

}  // namespace

std::optional<std::size_t> wait_any(wait_handles handles, time_limit limit) {
  check(handles);
  return wait_several(waiter::need::any, handles, limit);
}

bool wait_all(wait_handles handles, time_limit limit) {
  check(handles);
  check_distinct(handles);
  return wait_several(waiter::need::all, handles, limit).has_value();
}

bool signal_and_wait(event_wait_handle& signal, event_wait_handle& wait, time_limit limit) {
  references open;
  open.take(event_access::handle(signal));
  open.take(event_access::handle(wait));
  event_access::core(signal).set(held);
  return event_access::core(wait).wait(held, patience(limit));
}

}  // namespace selvage::async::detail
