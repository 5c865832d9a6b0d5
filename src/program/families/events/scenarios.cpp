#include <array>

#include "src/program/families/events/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"set", "a set between a waiter's test and its sleep",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread set(e0)\n"},
    {"set-reset", "a reset follows the set before the waiter has run",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread set(e0); reset(e0)\n"},
    {"set-reset-set", "the event changes three times under a waiter",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread set(e0); reset(e0); set(e0)\n"},
    {"set-reset-waiters", "one set releases everyone who waits",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread wait(e0)\n"
     "thread set(e0); reset(e0)\n"},
    {"set-many", "one set releases three waiters and stays",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread wait(e0)\n"
     "thread wait(e0)\n"
     "thread set(e0)\n"},
    {"initially-set", "an event that begins set, reset under its waiters",
     "object e0 manual-reset-event set\n"
     "thread wait(e0); wait(e0, 0ms)\n"
     "thread reset(e0); set(e0)\n"},
    {"poll", "a timeout of zero tests once",
     "object e0 manual-reset-event\n"
     "thread wait(e0, 0ms); wait(e0, 0ms)\n"
     "thread set(e0)\n"},
    {"pulse", "a pulse releases who waits and nobody later",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread pulse(e0); wait(e0, 0ms)\n"},
    {"pulse-waiters", "a pulse releases all who wait on a manual-reset event",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread wait(e0)\n"
     "thread pulse(e0)\n"},
    {"pulse-auto", "a pulse releases one who waits on an auto-reset event",
     "object a0 auto-reset-event\n"
     "thread wait(a0)\n"
     "thread wait(a0)\n"
     "thread pulse(a0); pulse(a0)\n"},
    {"auto-handoff", "two sets release two waiters",
     "object a0 auto-reset-event\n"
     "thread wait(a0)\n"
     "thread wait(a0)\n"
     "thread set(a0); set(a0)\n"},
    {"auto-handoff-three", "two sets, three waiters: at most two return",
     "object a0 auto-reset-event\n"
     "thread wait(a0)\n"
     "thread wait(a0)\n"
     "thread wait(a0)\n"
     "thread set(a0); set(a0)\n"},
    {"auto-one-signal", "one signal satisfies one of two polls",
     "object a0 auto-reset-event\n"
     "thread wait(a0, 0ms)\n"
     "thread wait(a0, 0ms)\n"
     "thread set(a0)\n"},
    {"auto-set-saturates", "two sets may coalesce, so that the second wait never ends",
     "object a0 auto-reset-event\n"
     "thread wait(a0); wait(a0)\n"
     "thread set(a0)\n"
     "thread set(a0)\n"},
    {"auto-reset-race", "a reset takes back a signal that no wait has consumed",
     "object a0 auto-reset-event\n"
     "thread wait(a0)\n"
     "thread set(a0); reset(a0); set(a0)\n"},
    {"auto-initially-set", "an auto-reset event that begins set serves one",
     "object a0 auto-reset-event set\n"
     "thread wait(a0)\n"
     "thread wait(a0)\n"
     "thread set(a0)\n"},
    {"timed-wait", "a set races with the timeout",
     "object e0 manual-reset-event\n"
     "thread wait(e0, 10ms)\n"
     "thread set(e0); reset(e0)\n"},
    {"timed-wait-auto", "a signal is not lost to a waiter that times out",
     "object a0 auto-reset-event\n"
     "thread wait(a0, 10ms)\n"
     "thread wait(a0, 20ms)\n"
     "thread set(a0)\n"},
    {"deadline", "a timeout is one deadline, whatever wakes the waiter between",
     "object a0 auto-reset-event\n"
     "thread wait(a0, 10ms)\n"
     "thread wait(a0, 10ms)\n"
     "thread set(a0); reset(a0); set(a0); reset(a0)\n"},
    {"close", "operations on a closed event throw, close twice does not",
     "object e0 manual-reset-event\n"
     "thread set(e0); reset(e0); wait(e0, 0ms)\n"
     "thread close(e0); close(e0)\n"},
    {"close-during-wait", "a close leaves a waiter waiting until its timeout",
     "object e0 manual-reset-event\n"
     "thread wait(e0, 10ms)\n"
     "thread close(e0)\n"},
    {"dispose-during-wait-then-set", "a set through a handle closed during a wait releases the waiter",
     "object e0 manual-reset-event\n"
     "thread wait(e0)\n"
     "thread close(e0); set(e0)\n"},
    {"close-auto", "an auto-reset event closed between two sets",
     "object a0 auto-reset-event\n"
     "thread wait(a0)\n"
     "thread wait(a0)\n"
     "thread set(a0); close(a0); set(a0)\n"},
    {"duplicate", "closing one handle leaves its duplicate alive",
     "object e0 manual-reset-event\n"
     "object d0 duplicate of e0\n"
     "thread wait(d0)\n"
     "thread close(e0)\n"
     "thread set(d0)\n"},
    {"duplicate-auto", "two handles reach one auto-reset event",
     "object a0 auto-reset-event\n"
     "object d0 duplicate of a0\n"
     "thread wait(a0); close(a0)\n"
     "thread wait(d0)\n"
     "thread set(d0); set(d0)\n"},
    {"wait-any", "a wait-any returns the lowest index that is set",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread wait_any(e0, e1)\n"
     "thread set(e1)\n"
     "thread set(e0)\n"},
    {"wait-any-auto", "a wait-any consumes one signal only",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread wait_any(a0, a1)\n"
     "thread set(a0); set(a1)\n"
     "thread wait(a0, 0ms); wait(a1, 0ms)\n"},
    {"wait-any-two", "two wait-anys share two signals",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread wait_any(a0, a1)\n"
     "thread wait_any(a1, a0)\n"
     "thread set(a0); set(a1)\n"},
    {"wait-any-timeout", "a wait-any that times out consumes nothing",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread wait_any(a0, e1, 10ms)\n"
     "thread set(a0)\n"
     "thread wait(a0, 20ms)\n"},
    {"wait-any-twice", "one handle twice is no error for wait-any",
     "object a0 auto-reset-event\n"
     "thread wait_any(a0, a0)\n"
     "thread set(a0); wait(a0, 0ms)\n"},
    {"wait-any-closed", "a wait-any that finds a closed handle gives its references back",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread wait_any(e0, e1, 10ms); close(e0); set(e0)\n"
     "thread close(e1)\n"},
    {"mretest", "two threads set two events one wait-any waits for",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread wait_any(e0, e1); wait_any(e1, e0)\n"
     "thread set(e0); reset(e0)\n"
     "thread set(e1)\n"},
    {"wait-all", "a wait-all returns when both are set",
     "object e0 manual-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread wait_all(e0, a1)\n"
     "thread set(e0)\n"
     "thread set(a1); wait(a1, 0ms)\n"},
    {"wait-all-thief", "a wait-all that waits has consumed nothing",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread wait_all(a0, a1)\n"
     "thread wait(a0, 0ms)\n"
     "thread set(a0); set(a1)\n"},
    {"wait-all-two", "two wait-alls in opposite order",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread wait_all(a0, a1, 10ms)\n"
     "thread wait_all(a1, a0, 10ms)\n"
     "thread set(a0); set(a1)\n"},
    {"wait-all-reset", "a wait-all needs both set at one instant",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread wait_all(e0, e1, 10ms)\n"
     "thread set(e0); reset(e0)\n"
     "thread set(e1)\n"},
    {"wait-all-twice", "one handle twice is an error for wait-all",
     "object a0 auto-reset-event\n"
     "thread wait_all(a0, a0)\n"
     "thread set(a0); wait(a0, 0ms)\n"},
    {"wait-none", "a wait for no handle at all is an error",
     "object e0 manual-reset-event\n"
     "thread wait_any(0ms); wait_all(0ms)\n"
     "thread set(e0)\n"},
    {"wait-all-closed", "a wait-all that finds a closed handle gives its references back",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread wait_all(e0, e1, 10ms); close(e0); set(e0)\n"
     "thread close(e1)\n"},
    {"signal-and-wait", "two threads hand over to one another",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread signal_and_wait(a0, a1)\n"
     "thread signal_and_wait(a1, a0)\n"},
    {"signal-and-wait-closed", "a signal-and-wait on a closed target signals nothing",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread signal_and_wait(e0, e1, 10ms)\n"
     "thread close(e1); wait(e0, 0ms)\n"},
    {"signal-and-wait-rollback", "a signal-and-wait that fails gives its references back",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "thread close(e1); signal_and_wait(e0, e1); close(e0); set(e0)\n"
     "thread set(e0)\n"},
    {"events", "two threads hand over through one manual-reset and one auto-reset event",
     "object e0 manual-reset-event\n"
     "object a1 auto-reset-event\n"
     "thread set(e0); wait(a1); reset(e0)\n"
     "thread wait(e0); set(a1)\n"},
    {"interrupted-wait", "interrupted waiters test again and sleep again",
     "object e0 manual-reset-event\n"
     "object a0 auto-reset-event\n"
     "thread wait(e0); wait(a0)\n"
     "thread wait(a0)\n"
     "thread set(e0); set(a0); set(a0)\n",
     true},
});

}  // namespace

std::span<const scenario> event_scenarios() noexcept { return table; }

}  // namespace selvage::check
