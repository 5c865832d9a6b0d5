#include <array>

#include "src/program/families/event_based/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"event-based", "progress, then the completion, on a pool",
     "object p0 async-operation\n"
     "thread create(p0); outstanding(p0); post(p0); post_completed(p0); outstanding(p0)\n"},
    {"event-based-two-completions", "of two completions one wins",
     "object p0 async-operation\n"
     "thread create(p0); post_completed(p0)\n"
     "thread post_completed(p0)\n"
     "thread operation_completed(p0)\n"},
    {"event-based-post-after-completion", "progress races with the completion",
     "object p0 async-operation\n"
     "thread create(p0); post_completed(p0); post(p0)\n"
     "thread post(p0)\n"},
    {"event-based-silent", "a completion without a callback",
     "object p0 async-operation\n"
     "thread create(p0); operation_completed(p0); operation_completed(p0)\n"
     "thread post(p0)\n"},
    {"event-based-create-twice", "an operation that is there already",
     "object p0 async-operation\n"
     "thread create(p0); post(p0)\n"
     "thread create(p0); post_completed(p0)\n"},
    {"event-based-completes-in-callback", "the callback of progress completes the operation",
     "object p0 async-operation callback { post_completed(p0) }\n"
     "thread create(p0); post(p0); post(p0)\n"},
    {"event-based-used-in-callback", "inside the completion's callback the operation is completed",
     "object p0 async-operation callback { operation_completed(p0) }\n"
     "thread create(p0); post_completed(p0)\n"},
    {"event-based-nothing", "a post of nothing leaves the operation open",
     "object p0 async-operation\n"
     "thread create(p0); complete_nothing(p0); post(p0); post_completed(p0); post_nothing(p0)\n"
     "thread post_nothing(p0)\n"},
    {"event-based-abandoned", "an operation is destroyed that nobody completed",
     "object p0 async-operation\n"
     "thread create(p0); post(p0); abandon(p0); outstanding(p0)\n"},
    {"event-based-abandoned-in-use", "an operation is destroyed while others complete it",
     "object p0 async-operation\n"
     "thread create(p0); abandon(p0)\n"
     "thread post_completed(p0)\n"
     "thread post(p0)\n"},
    {"event-based-inline", "a context that runs posts at once",
     "object p0 async-operation inline\n"
     "thread create(p0); post(p0); post_completed(p0)\n"
     "thread post(p0)\n"},
    {"event-based-inline-reentrant", "inside the completion's callback the operation is completed",
     "object p0 async-operation inline callback { post(p0); operation_completed(p0); outstanding(p0) }\n"
     "thread create(p0); post_completed(p0)\n"},
    {"event-based-loop", "a message loop keeps the order of posts",
     "object p0 async-operation loop\n"
     "thread create(p0); post(p0); post(p0); post_completed(p0)\n"},
    {"event-based-loop-shared", "two threads post to a message loop",
     "object p0 async-operation loop\n"
     "thread create(p0); post(p0); post_completed(p0)\n"
     "thread post(p0); post(p0)\n"},
    {"event-based-throwing", "the context cannot post, and is told of the completion all the same",
     "object p0 async-operation throwing\n"
     "thread create(p0); post(p0); post_completed(p0); post_completed(p0); outstanding(p0)\n"
     "thread operation_completed(p0)\n"},
});

}  // namespace

std::span<const scenario> event_based_scenarios() noexcept { return table; }

}  // namespace selvage::check
