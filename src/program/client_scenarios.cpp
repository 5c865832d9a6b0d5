#include "src/program/client_scenarios.h"

#include <array>

#include "src/verdict/verdict.h"

namespace selvage::check {
namespace {

using model::verdict;

constexpr client_claim safe_on(std::string_view machine) { return {machine, verdict::holds, {}}; }
constexpr client_claim stranded_on(std::string_view machine, std::string_view clause) {
  return {machine, verdict::lost_wakeup, clause};
}

// e0 is the wait handle of an operation that a lower layer has begun, and set(e0) its completion. The regular handler
// waits for it and ends the operation; the other client code comes in addition. e1 is set when a callback has done
// what it has to.
constexpr auto table = std::to_array<scenario>({
    {"client-completer-resets", "the completion sets the handle and resets it: an interrupted waiter misses it",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread set(e0); reset(e0)\n",
     true, stranded_on("weakest-win32", "EVT-08")},
    {"client-waiter-resets", "two wait on one handle and one of them resets it: the other sleeps for ever",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread wait(e0); reset(e0)\n"
     "thread set(e0)\n",
     true, stranded_on("weakest-win32", "EVT-08")},
    {"client-pulse", "a pulse passes over a waiter that is interrupted",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread pulse(e0)\n",
     true, stranded_on("weakest-win32", "EVT-11")},
    {"client-waiter-closes", "two wait on one bare handle and one of them closes it: the other sleeps for ever",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread wait(e0); close(e0)\n"
     "thread set(e0)\n",
     true, stranded_on("weakest-win32", "EVT-05")},
    {"client-waiter-closes-held", "the same where each wait holds a reference: both return",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread wait(e0); close(e0)\n"
     "thread set(e0)\n",
     true, safe_on("weakest-mono")},
    {"client-own-handle", "the additional waiter has a duplicate of its own: the close of the other is nothing to it",
     "object e0 manual-reset-event\n"
     "object d0 duplicate of e0\n"
     "thread wait(d0); close(d0)\n"
     "thread wait(e0); close(e0)\n"
     "thread set(e0)\n",
     true, safe_on("weakest-win32")},
    {"client-register-beside-end", "a registered wait beside the end that closes: its reference keeps the handle",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of e0 once callback { set(e1) }\n"
     "thread register_wait(r0); wait(e0); close(e0)\n"
     "thread wait(e1)\n"
     "thread set(e0)\n",
     true, safe_on("weakest-win32")},
    {"client-register-beside-reset", "a registered wait beside a waiter that resets: no reference helps",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of e0 once callback { set(e1) }\n"
     "thread register_wait(r0); wait(e0); reset(e0); wait(e1)\n"
     "thread set(e0)\n",
     true, {{"weakest-win32", verdict::missing_callback, "REG-04"}}},
    {"client-register-twice", "the same handle registered twice beside the end that closes: both callbacks come",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "object e2 manual-reset-event\n"
     "object r0 registration of e0 once callback { set(e1) }\n"
     "object r1 registration of e0 once callback { set(e2) }\n"
     "thread register_wait(r0); register_wait(r1); wait(e0); close(e0)\n"
     "thread wait_all(e1, e2)\n"
     "thread set(e0)\n",
     true, safe_on("weakest-win32")},
    {"client-register-duplicate", "a registration holds a duplicate that its owner has closed: counted counts",
     "object e0 manual-reset-event\n"
     "object d0 duplicate of e0\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of e0 once callback { set(e1) }\n"
     "thread register_wait(r0); close(e0); wait(d0); close(d0)\n"
     "thread wait(e1)\n"
     "thread set(d0)\n",
     true, safe_on("weakest-win32")},
});

}  // namespace

std::span<const scenario> client_scenarios() noexcept { return table; }

}  // namespace selvage::check
