#include <array>

#include "src/program/families/registration/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"RegisterWaitForSingleObjectSample1",
     "unregistered before the set: the callback may run, the completion event is set",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once 0ms\n"
     "thread register_wait(r0); unregister(r0, e1); wait(e1)\n"
     "thread set(a0)\n"},
    {"RegisterWaitForSingleObjectSample2", "the second unregister returns false and its completion event is never set",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once 10ms\n"
     "thread register_wait(r0); unregister(r0); unregister(r0, e1); wait(e1)\n"},
    {"RegisterWaitForSingleObjectSample3", "two unregisters with a completion event: true, then false",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once 10ms\n"
     "thread register_wait(r0); unregister(r0, e1); unregister(r0, e1); wait(e1)\n"
     "thread set(a0)\n"},
    {"RegisterWaitForSingleObjectSample4", "a registration that waits for ever",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once\n"
     "thread register_wait(r0); unregister(r0, e1); wait(e1)\n"
     "thread set(a0)\n"},
    {"RegisterWaitForSingleObjectSample5", "a timeout, a signal and an unregister race",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once 10ms\n"
     "thread register_wait(r0); unregister(r0, e1); wait(e1)\n"
     "thread set(a0)\n"},
    {"RegisterWaitForSingleObjectSample6", "a repeating wait on an event that stays set fires for ever",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0\n"
     "thread register_wait(r0); set(e0)\n",
     false, std::nullopt, true},
    {"registration-ends-itself", "a repeating wait on an event that stays set fires until it is unregistered",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 callback { unregister(r0) }\n"
     "thread register_wait(r0); set(e0)\n"},
    {"RegisterWaitForSingleObjectSample7", "a callback unregisters its own repeating, timed registration",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 10ms callback { unregister(r0, e1) }\n"
     "thread register_wait(r0); wait(e1); unregister(r0)\n"},
    {"register-once", "a signal before, while or after it is registered runs one callback",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once\n"
     "thread register_wait(r0)\n"
     "thread set(a0); set(a0)\n"},
    {"register-once-manual", "a one-shot registration on an event that stays set runs one callback",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 once\n"
     "thread register_wait(r0); wait(e0)\n"
     "thread set(e0)\n"},
    {"register-closed", "a registration on a closed event is refused, one made before keeps it alive",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 once\n"
     "thread register_wait(r0); set(e0)\n"
     "thread close(e0)\n"},
    {"register-twice", "a registration is registered once",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 once\n"
     "thread register_wait(r0)\n"
     "thread register_wait(r0); set(e0)\n"},
    {"unregister-before-register", "what has not been handed out cannot be unregistered yet",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 callback { unregister(r0) }\n"
     "thread register_wait(r0)\n"
     "thread set(a0); unregister(r0)\n"},
    {"registration-reference", "a close while registered: the event lives until it has fired",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once\n"
     "thread register_wait(r0); close(a0); set(a0)\n"},
    {"registration-reference-unregister", "a close while registered: the event is released at the unregister",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0\n"
     "thread register_wait(r0); close(a0); unregister(r0); set(a0)\n"},
    {"registration-repeats", "a repeating registration runs a callback for every signal that it takes",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0\n"
     "thread register_wait(r0); set(a0); set(a0)\n"},
    {"registration-repeats-manual", "a callback resets the event that fired it",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 callback { reset(e0) }\n"
     "thread register_wait(r0); set(e0)\n"},
    {"registration-callbacks-overlap", "a second callback begins while the first one waits",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 callback { wait(e1) }\n"
     "thread register_wait(r0); set(a0); set(a0); set(e1)\n"},
    {"registration-repeats-timed", "the time of a repeating registration is reckoned anew",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "object r0 registration of a0 10ms callback { set(a1) }\n"
     "thread register_wait(r0); wait(a1); wait(a1); unregister_blocking(r0)\n"},
    {"registration-polls", "a time of zero tests once",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once 0ms\n"
     "thread register_wait(r0)\n"},
    {"registration-of-set-event", "a registration that finds the event set consumes its signal",
     "object a0 auto-reset-event set\n"
     "object r0 registration of a0 once\n"
     "thread register_wait(r0); wait(a0, 0ms)\n"},
    {"registration-times-out", "a time that passes before the signal runs the callback",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once 10ms\n"
     "thread register_wait(r0)\n"
     "thread set(a0); wait(a0, 0ms)\n"},
    {"registration-of-one-event", "one auto-reset event registered twice: one callback a signal",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once\n"
     "object r1 registration of a0 once\n"
     "thread register_wait(r0); register_wait(r1)\n"
     "thread set(a0); set(a0)\n"},
    {"registration-of-one-signal", "one auto-reset event registered twice and set once: one callback",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once\n"
     "object r1 registration of a0 once\n"
     "thread register_wait(r0); register_wait(r1); set(a0); unregister(r0); unregister(r1)\n"},
    {"registration-of-one-manual-event", "one manual-reset event registered twice: both callbacks",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 once\n"
     "object r1 registration of e0 once\n"
     "thread register_wait(r0); register_wait(r1)\n"
     "thread set(e0)\n"},
    {"registration-and-waiter", "a thread and a registration wait for one signal",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 once callback { set(a0) }\n"
     "thread register_wait(r0)\n"
     "thread wait(a0)\n"
     "thread set(a0)\n"},
    {"unregister-then-set", "a signal after an unregister is left for others",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0\n"
     "thread register_wait(r0); unregister(r0); set(a0); wait(a0)\n"},
    {"unregister-races-set", "an unregister among the signals of a repeating registration",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0\n"
     "thread register_wait(r0); unregister(r0); wait(a0, 0ms)\n"
     "thread set(a0); set(a0)\n"},
    {"unregister-after-fired", "the first unregister after a one-shot has fired returns true and completes",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object e2 manual-reset-event\n"
     "object r0 registration of a0 once callback { set(e2) }\n"
     "thread register_wait(r0); set(a0); wait(e2); unregister(r0, e1); wait(e1); unregister(r0, e2)\n"},
    {"unregister-in-callback", "an unregister inside the callback completes when that ends",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 callback { unregister(r0, e1); wait(e1, 0ms) }\n"
     "thread register_wait(r0); set(a0); wait(e1)\n"},
    {"unregister-while-callback-waits", "an unregister does not wait for a callback",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once callback { wait(e1) }\n"
     "thread register_wait(r0); set(a0); unregister(r0); set(e1)\n"},
    {"unregister-queued", "a callback that is queued runs after the unregister",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0\n"
     "thread register_wait(r0); set(a0); unregister(r0); wait(a0, 0ms)\n"},
    {"unregister-timed", "a time that passes as the registration is unregistered",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 10ms\n"
     "thread register_wait(r0); unregister(r0, e1); wait(e1)\n"},
    {"unregister-two", "two threads unregister with an event each: one wins and its event is set",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object e2 manual-reset-event\n"
     "object r0 registration of a0 once\n"
     "thread register_wait(r0); unregister(r0, e1); wait(e1, 10ms)\n"
     "thread set(a0); unregister(r0, e2); wait(e2, 10ms)\n"},
    {"unregister-closed-completion", "an unregister with a closed event is refused and can be repeated",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0\n"
     "thread register_wait(r0); unregister(r0, e1); unregister(r0)\n"
     "thread close(e1)\n"},
    {"completion-closed-early", "a completion event closed before it is set is set all the same",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 once callback { wait(e1, 0ms) }\n"
     "thread register_wait(r0); set(a0); unregister(r0, e1); close(e1)\n"
     "thread wait(e1)\n"},
    {"completion-auto", "an auto-reset completion event is set once",
     "object a0 auto-reset-event\n"
     "object a1 auto-reset-event\n"
     "object r0 registration of a0 callback { unregister(r0, a1) }\n"
     "thread register_wait(r0); set(a0); set(a0); wait(a1); wait(a1, 10ms)\n"},
    {"completion-after-last-callback", "the completion event is set after the last of two callbacks",
     "object a0 auto-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of a0 callback { wait(e1, 0ms) }\n"
     "thread register_wait(r0); set(a0); set(a0); unregister(r0, e1); wait(e1)\n"},
    {"unregister-blocking", "a blocking unregister returns after the callback has ended",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 callback { wait(a0, 0ms) }\n"
     "thread register_wait(r0); unregister_blocking(r0); unregister_blocking(r0)\n"
     "thread set(a0); set(a0)\n"},
    {"unregister-blocking-in-callback", "a blocking unregister inside its own callback is refused",
     "object a0 auto-reset-event\n"
     "object r0 registration of a0 callback { unregister_blocking(r0) }\n"
     "thread register_wait(r0); set(a0)\n"
     "thread unregister_blocking(r0)\n"},
    {"registration-callback-waits", "a set does not wait for the callback that it causes",
     "object e0 manual-reset-event\n"
     "object e1 manual-reset-event\n"
     "object r0 registration of e0 once callback { wait(e1) }\n"
     "thread register_wait(r0); set(e0); set(e1)\n"},
    {"unregister-blocking-once", "a blocking unregister races with the one signal of a registration",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 once callback { wait(e0, 0ms) }\n"
     "thread register_wait(r0); unregister_blocking(r0)\n"
     "thread set(e0)\n"},
    {"unregister-blocking-in-callback-once", "a blocking unregister inside the only callback is refused",
     "object e0 manual-reset-event\n"
     "object r0 registration of e0 once callback { unregister_blocking(r0) }\n"
     "thread register_wait(r0); set(e0)\n"},
    {"registration-of-duplicate", "a registration keeps the handle that it was given, not another",
     "object e0 manual-reset-event\n"
     "object d0 duplicate of e0\n"
     "object r0 registration of e0 once\n"
     "thread register_wait(r0); close(e0)\n"
     "thread set(d0)\n"},
});

}  // namespace

std::span<const scenario> registration_scenarios() noexcept { return table; }

}  // namespace selvage::check
