#include <array>

#include "src/program/families/disposal/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"disposal", "an operation, a disposal, an operation after it",
     "object d0 async-disposable\n"
     "thread use(d0); use(d0)\n"
     "thread dispose_async(d0)\n"},
    {"disposal-twice", "two asynchronous disposals release once",
     "object d0 async-disposable\n"
     "thread dispose_async(d0)\n"
     "thread dispose_async(d0); dispose_async(d0)\n"},
    {"disposal-sync-and-async", "of a synchronous and an asynchronous disposal one counts",
     "object d0 async-disposable\n"
     "thread dispose_sync(d0); dispose_async(d0)\n"
     "thread dispose_async(d0); dispose_sync(d0)\n"},
    {"disposal-in-flight", "a disposal waits for two operations that others end",
     "object d0 async-disposable\n"
     "thread start(d0); start(d0); finish(d0)\n"
     "thread dispose_async(d0)\n"
     "thread finish(d0); use(d0)\n"},
    {"disposal-sync-in-flight", "a synchronous disposal waits for an operation in flight",
     "object d0 async-disposable\n"
     "thread start(d0); finish(d0)\n"
     "thread dispose_sync(d0); start(d0)\n"},
    {"disposal-never-drains", "an operation that nobody ends holds up the disposal, not the next one",
     "object d0 async-disposable\n"
     "thread start(d0); dispose_async(d0)\n"
     "thread dispose_async(d0); dispose_sync(d0)\n"},
    {"disposal-joining", "a joining disposal ends with the first",
     "object d0 async-disposable joining\n"
     "thread start(d0); finish(d0)\n"
     "thread dispose_async(d0)\n"
     "thread dispose_async(d0); dispose_sync(d0)\n"},
    {"disposal-joining-sync", "an asynchronous disposal joins a synchronous one",
     "object d0 async-disposable joining\n"
     "thread use(d0); dispose_sync(d0)\n"
     "thread dispose_async(d0)\n"},
    {"disposal-failing", "a disposal that fails says so once, and is not repeated",
     "object d0 async-disposable failing\n"
     "thread start(d0); finish(d0)\n"
     "thread dispose_async(d0); dispose_async(d0)\n"},
    {"disposal-failing-joining", "a disposal that joins one that fails, fails with it",
     "object d0 async-disposable failing joining\n"
     "thread use(d0); dispose_sync(d0)\n"
     "thread dispose_async(d0); dispose_sync(d0)\n"},
});

}  // namespace

std::span<const scenario> disposal_scenarios() noexcept { return table; }

}  // namespace selvage::check
