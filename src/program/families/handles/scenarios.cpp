#include <array>

#include "src/program/families/handles/family.h"

namespace selvage::check {
namespace {

constexpr auto table = std::to_array<scenario>({
    {"handle-dispose-race", "a dispose among references taken and given back",
     "object h0 safe-handle\n"
     "thread add_ref(h0); release(h0)\n"
     "thread add_ref(h0); release(h0)\n"
     "thread dispose(h0)\n"},
    {"handle-dispose-twice", "two disposes release once",
     "object h0 safe-handle\n"
     "thread dispose(h0)\n"
     "thread dispose(h0); is_closed(h0)\n"},
    {"handle-disposed-reference", "a disposed handle lives until its last reference goes",
     "object h0 safe-handle\n"
     "thread add_ref(h0); add_ref(h0); release(h0); release(h0)\n"
     "thread dispose(h0); is_closed(h0); dispose(h0)\n"},
    {"over-release", "a release too many closes the handle, the next throws",
     "object h0 safe-handle\n"
     "thread release(h0); release(h0)\n"
     "thread add_ref(h0)\n"
     "thread dispose(h0)\n"},
    {"set-invalid", "an invalidated handle is never released",
     "object h0 safe-handle\n"
     "thread add_ref(h0); release(h0)\n"
     "thread set_invalid(h0); is_closed(h0)\n"
     "thread dispose(h0)\n"},
    {"borrowed-handle", "a handle that does not own its value never releases it",
     "object h0 safe-handle borrowed\n"
     "thread add_ref(h0); release(h0)\n"
     "thread dispose(h0)\n"},
    {"invalid-handle", "an invalid value is never released",
     "object h0 safe-handle invalid\n"
     "thread add_ref(h0); release(h0)\n"
     "thread dispose(h0)\n"},
});

}  // namespace

std::span<const scenario> handle_scenarios() noexcept { return table; }

}  // namespace selvage::check
