#include <array>

#include "src/program/families/component/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"component", "a run reports, then completes, on a pool",
     "object c0 component-operation\n"
     "thread run_async(c0)\n"},
    {"component-token-twice", "a token that is in use",
     "object c0 component-operation\n"
     "thread run_async(c0)\n"
     "thread run_async(c0)\n"},
    {"component-cancel", "a cancellation races with the end of the run",
     "object c0 component-operation\n"
     "thread run_async(c0)\n"
     "thread cancel_async(c0); cancel_async(c0)\n"},
    {"component-cancel-in-progress", "cancelled while it reports, a run ends as cancelled",
     "object c0 component-operation inline callback { cancel_async(c0) }\n"
     "thread run_async(c0)\n"},
    {"component-cancel-unknown", "a cancellation of nothing is not found by the next run",
     "object c0 component-operation\n"
     "thread cancel_async(c0); run_async(c0)\n"},
    {"component-loop", "no progress after the completion in a message loop",
     "object c0 component-operation loop\n"
     "thread run_async(c0)\n"},
    {"component-token-again", "the handler of the completion uses the token again",
     "object c0 component-operation inline callback { retry(c0); is_busy(c0) }\n"
     "thread run_async(c0)\n"},
    {"component-two-tokens", "one of two operations is cancelled",
     "object c0 component-operation\n"
     "object c1 component-operation\n"
     "thread run_async(c0); cancel_async(c0)\n"
     "thread run_async(c1)\n"},
    {"component-cancels-other", "the handler of one operation cancels the other",
     "object c1 component-operation\n"
     "object c0 component-operation inline callback { cancel_async(c1) }\n"
     "thread run_async(c1)\n"
     "thread run_async(c0)\n"},
    {"component-failing", "an error, also of a run that was cancelled",
     "object c0 component-operation failing inline callback { cancel_async(c0) }\n"
     "thread run_async(c0)\n"},
    {"worker", "a background worker, and whether it is busy",
     "object w0 background-worker callback { is_busy(w0) }\n"
     "thread run_async(w0); is_busy(w0)\n"},
    {"worker-busy", "of two starts one is refused, or comes after the end of the other",
     "object w0 background-worker\n"
     "thread run_async(w0)\n"
     "thread run_async(w0)\n"},
    {"worker-cancel", "a cancellation races with the end of the run",
     "object w0 background-worker\n"
     "thread run_async(w0); cancel_async(w0)\n"},
    {"worker-cancel-in-progress", "cancelled while it reports, a run ends as cancelled",
     "object w0 background-worker inline callback { cancel_async(w0) }\n"
     "thread run_async(w0)\n"},
    {"worker-cancel-idle", "a cancellation before the start, or between two runs",
     "object w0 background-worker\n"
     "thread cancel_async(w0); run_async(w0)\n"
     "thread run_async(w0)\n"},
    {"worker-restarts", "the handler of the completion starts the worker again",
     "object w0 background-worker inline callback { retry(w0) }\n"
     "thread run_async(w0)\n"},
    {"worker-restarts-cancelled", "a run that was cancelled is started again",
     "object w0 background-worker loop callback { cancel_async(w0); retry(w0) }\n"
     "thread run_async(w0)\n"},
    {"worker-loop", "no progress after the completion in a message loop",
     "object w0 background-worker loop\n"
     "thread run_async(w0); is_busy(w0)\n"},
    {"worker-uncancellable", "a cancellation where there is none",
     "object w0 background-worker uncancellable\n"
     "thread run_async(w0); cancel_async(w0)\n"},
    {"worker-failing", "the work throws",
     "object w0 background-worker failing inline callback { cancel_async(w0) }\n"
     "thread run_async(w0)\n"},
});

}  // namespace

std::span<const scenario> component_scenarios() noexcept { return table; }

}  // namespace selvage::check
