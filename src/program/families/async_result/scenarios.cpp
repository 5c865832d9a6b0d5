#include <array>

#include "src/program/families/async_result/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"apm", "an End and the completion it waits for",
     "object o0 async-result begun\n"
     "thread end(o0)\n"
     "thread complete(o0)\n"},
    {"apm-begin", "nothing can be done with an operation before it begins, nor can it begin twice",
     "object o0 async-result\n"
     "thread begin(o0); begin(o0); end(o0)\n"
     "thread complete(o0); is_completed(o0)\n"},
    {"apm-end-in-callback", "the callback ends its operation, which does not wait there",
     "object o0 async-result begun callback { is_completed(o0); end(o0) }\n"
     "thread complete(o0)\n"
     "thread is_completed(o0); is_completed(o0)\n"},
    {"apm-callback-handle", "inside the callback the handle is signalled",
     "object o0 async-result begun callback { wait_handle(o0, 0ms); is_completed(o0) }\n"
     "thread complete(o0)\n"
     "thread wait_handle(o0)\n"},
    {"apm-callback-waiter", "a waiter need not wait for the callback's end",
     "object e0 manual-reset-event\n"
     "object o0 async-result begun callback { wait(e0) }\n"
     "thread complete(o0)\n"
     "thread wait_handle(o0); set(e0)\n"},
    {"apm-handle", "the handle is made while the operation completes",
     "object o0 async-result begun silent\n"
     "thread wait_handle(o0); is_completed(o0)\n"
     "thread complete(o0)\n"},
    {"apm-handle-readers", "two readers make the handle at once and get the same one",
     "object o0 async-result begun silent\n"
     "thread wait_handle(o0); is_completed(o0)\n"
     "thread wait_handle(o0)\n"
     "thread complete(o0)\n"},
    {"apm-handle-late", "a handle made after the completion is signalled",
     "object o0 async-result begun silent\n"
     "thread complete(o0); wait_handle(o0, 0ms)\n"
     "thread wait_handle(o0, 0ms)\n"},
    {"apm-handle-timeout", "a wait on the handle that times out changes nothing",
     "object o0 async-result begun silent\n"
     "thread wait_handle(o0, 10ms); end(o0)\n"
     "thread complete(o0)\n"},
    {"apm-end-closes", "an End closes the handle and strands nobody who waits on it",
     "object o0 async-result begun silent\n"
     "thread wait_handle(o0)\n"
     "thread end(o0); wait_handle(o0)\n"
     "thread complete(o0)\n"},
    {"apm-end-before-completion", "an End that waits leaves the handle open",
     "object o0 async-result begun silent\n"
     "thread end(o0)\n"
     "thread wait_handle(o0, 0ms); complete(o0)\n"},
    {"apm-close-early", "a consumer that closes the handle too early harms only itself",
     "object o0 async-result begun callback { is_completed(o0) }\n"
     "thread wait_handle(o0, 0ms); close_handle(o0); wait_handle(o0, 0ms)\n"
     "thread complete(o0)\n"
     "thread end(o0)\n"},
    {"apm-close-waited", "a close under a waiter leaves it waiting for the completion",
     "object o0 async-result begun silent\n"
     "thread wait_handle(o0)\n"
     "thread close_handle(o0); close_handle(o0)\n"
     "thread complete(o0)\n"},
    {"apm-synchronous", "an operation that completes inside Begin calls back too",
     "object o0 async-result synchronous callback { completed_synchronously(o0); end(o0) }\n"
     "thread begin(o0); completed_synchronously(o0); is_completed(o0)\n"},
    {"apm-synchronous-seen", "what was said of having completed synchronously stays",
     "object o0 async-result synchronous silent\n"
     "thread begin(o0)\n"
     "thread completed_synchronously(o0); completed_synchronously(o0); is_completed(o0)\n"},
    {"apm-asynchronous", "an operation that completes later never says that it did so synchronously",
     "object o0 async-result begun silent\n"
     "thread completed_synchronously(o0); complete(o0); completed_synchronously(o0)\n"
     "thread completed_synchronously(o0)\n"},
    {"apm-asynchronous-late", "the same, asked after the completion",
     "object o0 async-result begun silent\n"
     "thread complete(o0); completed_synchronously(o0)\n"
     "thread is_completed(o0)\n"},
    {"apm-failing", "an End throws the operation's own exception, once",
     "object o0 async-result begun failing silent\n"
     "thread end(o0); end(o0)\n"
     "thread complete(o0)\n"},
    {"apm-failing-callback", "the callback of an operation that failed",
     "object o0 async-result begun failing callback { end(o0) }\n"
     "thread complete(o0); is_completed(o0)\n"},
    {"apm-end-twice", "of two Ends at once one wins and the other does not wait",
     "object o0 async-result begun silent\n"
     "thread end(o0)\n"
     "thread end(o0); complete(o0)\n"
     "thread complete(o0)\n"},
    {"apm-end-loser", "an End that comes second does not wait for the operation",
     "object o0 async-result begun silent\n"
     "thread end(o0)\n"
     "thread end(o0); complete(o0)\n"},
    {"apm-end-race", "two Ends of a completed operation",
     "object o0 async-result begun silent\n"
     "thread end(o0)\n"
     "thread end(o0)\n"
     "thread complete(o0)\n"},
    {"apm-end-foreign", "an End with another operation's result, and then the right one",
     "object o0 async-result begun silent\n"
     "object o1 async-result begun silent\n"
     "thread end(o0, o1); end(o0)\n"
     "thread end(o1, o0); end(o1)\n"
     "thread complete(o0); complete(o1)\n"},
    {"apm-complete-twice", "of two completions at once one wins, and End returns its value",
     "object o0 async-result begun callback { is_completed(o0) }\n"
     "thread complete(o0)\n"
     "thread complete(o0)\n"
     "thread end(o0)\n"},
    {"apm-end-handle-completion", "an End, a reader of the handle and the completion, all at once",
     "object o0 async-result begun silent\n"
     "thread end(o0)\n"
     "thread wait_handle(o0, 10ms)\n"
     "thread complete(o0)\n"},
    {"apm-after-end", "an operation that has been ended stays completed",
     "object o0 async-result begun silent\n"
     "thread complete(o0); end(o0); is_completed(o0)\n"
     "thread is_completed(o0)\n"},
    {"apm-closed-for-all", "the handle that a consumer closes is closed for whoever reads it later",
     "object o0 async-result begun silent\n"
     "thread close_handle(o0); wait_handle(o0, 0ms)\n"
     "thread complete(o0)\n"},
    {"apm-abandoned", "an operation that nobody ends",
     "object o0 async-result begun callback { wait_handle(o0) }\n"
     "thread complete(o0)\n"
     "thread wait_handle(o0, 10ms)\n"},
    {"apm-two", "two operations at once, each ended in its callback",
     "object o0 async-result begun callback { end(o0) }\n"
     "object o1 async-result begun callback { end(o1) }\n"
     "thread complete(o0)\n"
     "thread complete(o1)\n"},
});

}  // namespace

std::span<const scenario> apm_scenarios() noexcept { return table; }

}  // namespace selvage::check
