#include "src/detect/text.h"

#include <algorithm>

#include "src/detect/places.h"
#include "src/engine/descriptor_table.h"
#include "src/engine/heap.h"
#include "src/engine/parked_thread.h"
#include "src/engine/runtime.h"

namespace selvage::detect {
namespace {

using engine::deed;
using engine::ending;
using engine::evidence;
using engine::finding;
using engine::finding_kind;

const char* name(deed d) {
  switch (d) {
    case deed::read:
      return "read";
    case deed::write:
      return "write";
    case deed::atomic_read:
      return "atomic read";
    case deed::atomic_write:
      return "atomic write";
    case deed::allocated:
      return "allocated";
    case deed::freed:
      return "freed";
    case deed::blocked:
      return "blocks";
    case deed::locked:
      return "locks";
    case deed::notified:
      return "notifies";
    case deed::ended:
      return "stops here";
  }
  return "?";
}

std::string thread_name(engine::thread_id t) { return engine::rt.thread_name(t); }

std::string bytes(std::uint64_t n) { return std::to_string(n) + (n == 1 ? " byte" : " bytes"); }

const evidence* deed_of(const finding& f, deed what) {
  for (std::size_t i = 0; i < f.deed_count; ++i)
    if (f.deeds[i].what == what) return &f.deeds[i];
  return nullptr;
}

// A use reads what an opening writes whole, and a closing in part.
std::string done_to_descriptor(const evidence& e) {
  return std::string(e.what == deed::read ? "use" : e.size == 1 ? "closing" : "opening") + " of " + place_text(e.address);
}

std::string object(const evidence& e) { return std::string(e.kind) + " " + std::to_string(e.size); }

std::string place(const finding& f, symboliser* names) {
  if (const evidence* block = deed_of(f, deed::allocated); block != nullptr) {
    const auto offset = static_cast<const char*>(f.address) - static_cast<const char*>(block->address);
    return (offset == 0 ? std::string("the beginning") : "byte " + std::to_string(offset)) + " of a block of " +
           bytes(block->size);
  }
  for (engine::thread_id t = 0; t < engine::rt.thread_count(); ++t)
    if (on_stack_of(engine::rt.at(t), f.address)) return "a variable on the stack of " + thread_name(t);
  if (names != nullptr)
    if (std::string v = names->variable(f.address); !v.empty()) return v;
  const std::string text = place_text(f.address);
  return text.empty() ? "a thread's variable" : text;
}

}  // namespace

const char* verdict(finding_kind k) noexcept {
  switch (k) {
    case finding_kind::data_race:
      return "data-race";
    case finding_kind::use_after_free:
      return "use-after-free";
    case finding_kind::double_free:
      return "double-free";
    case finding_kind::invalid_free:
    case finding_kind::mismatched_free:
    case finding_kind::misuse:
      return "misuse";
    case finding_kind::leak:
      return "leak";
    case finding_kind::lost_wakeup:
      return "lost-wakeup";
    case finding_kind::deadlock:
      return "deadlock";
    case finding_kind::lock_inversion:
    case finding_kind::old_value:
    case finding_kind::stopped:
      return "";
  }
  return "";
}

const char* verdict(const engine::execution& e) noexcept {
  const auto of_findings = [&e](const char* otherwise) {
    for (const finding& f : e.findings)
      if (*verdict(f.kind) != '\0') return verdict(f.kind);
    return otherwise;
  };
  const auto last = [&e](const char* otherwise) {
    return e.findings.empty() ? otherwise : verdict(e.findings.back().kind);
  };
  switch (e.end) {
    case ending::finished:
    case ending::exited:
      return of_findings("");
    case ending::deadlock:
      return last("deadlock");
    case ending::leaked_thread:
      return !e.findings.empty() && e.findings.back().kind == finding_kind::lost_wakeup ? "lost-wakeup"
                                                                                        : "leaked-thread";
    case ending::step_limit:
      return "livelock";
    case ending::crash:
    case ending::uncaught_exception:
      return "crash";
    case ending::aborted:
    case ending::assertion:
      return "assertion";
    case ending::misuse:
      return "misuse";
    case ending::double_free:
      return last("double-free");
    case ending::finding:
      return last("misuse");
    case ending::unsupported:
    case ending::stopped:
      return "";
  }
  return "";
}

std::string sentence(const evidence& e) {
  const std::string who = thread_name(e.thread);
  switch (e.what) {
    case deed::read:
    case deed::write:
    case deed::atomic_read:
    case deed::atomic_write:
      if (engine::descriptors.number_at(e.address) >= 0) return done_to_descriptor(e) + " by " + who;
      return std::string(name(e.what)) + " of " + bytes(e.size) + " by " + who;
    case deed::allocated:
      return "allocated by " + who;
    case deed::freed:
      return "freed by " + who;
    case deed::locked:
      return who + " locks " + object(e);
    case deed::blocked:
    case deed::notified:
    case deed::ended:
      return who + " " + name(e.what);
  }
  return {};
}

std::string sentence(const finding& f, symboliser* names) {
  if (!f.message.empty()) return f.message;
  switch (f.kind) {
    case finding_kind::data_race:
      return sentence(f.deeds[0]) + " races with " + sentence(f.deeds[1]) +
             (engine::descriptors.number_at(f.address) >= 0 ? "" : ": " + place(f, names));
    case finding_kind::use_after_free:
      return sentence(f.deeds[0]) + " after free: " + place(f, names);
    case finding_kind::double_free:
      return "a block is freed twice, now by " + thread_name(f.deeds[0].thread);
    case finding_kind::invalid_free:
      return thread_name(f.deeds[0].thread) + " frees what the heap never gave out";
    case finding_kind::mismatched_free:
      return thread_name(f.deeds[0].thread) + " frees a block of " + bytes(f.deeds[1].size) +
             " by another family of functions than it was allocated by";
    case finding_kind::leak:
      return bytes(f.size) + " in " + std::to_string(f.count) + (f.count == 1 ? " block" : " blocks") + " are leaked";
    case finding_kind::misuse:
      return thread_name(f.deeds[0].thread) + " misuses an object";
    case finding_kind::lost_wakeup:
      return "a wakeup was lost";
    case finding_kind::deadlock:
      return "nothing can move";
    case finding_kind::lock_inversion: {
      std::string text = "locks are taken in orders that can deadlock:";
      for (std::size_t i = 0; i + 1 < f.deed_count; i += 2)
        text += (i == 0 ? " " : ", ") + thread_name(f.deeds[i].thread) + " locks " + object(f.deeds[i]) + " and then " +
                object(f.deeds[i + 1]);
      return text;
    }
    case finding_kind::old_value:
      return thread_name(f.deeds[0].thread) + " reads " + std::to_string(f.size) + ", an old value of " +
             place(f, names) + ", as memory order lets it: " + thread_name(f.deeds[1].thread) + " has written " +
             (f.count == 1 ? "another" : "the first of " + std::to_string(f.count) + " newer ones");
    case finding_kind::stopped:
      return thread_name(f.deeds[0].thread) + " stops the execution";
  }
  return {};
}

namespace {

/// Of the system's headers, or of the adapter that makes a table of a class: what they do inside is seldom what somebody
/// looks for.
bool is_inside_library(const engine::frame& f) {
  return f.file.starts_with("/usr/") || f.file.ends_with("/selvage/subject_tables.h") ||
         f.file.ends_with("/selvage/check/check.h");
}

}  // namespace

std::string report(const finding& f) {
  std::string text = sentence(f, nullptr) + "\n";
  for (std::size_t i = 0; i < f.deed_count; ++i) {
    text += "  " + sentence(f.deeds[i]) + "\n";
    const auto& stack = f.deeds[i].stack;
    const bool all = std::ranges::all_of(stack, is_inside_library);
    for (const engine::frame& at : stack) {
      if (!all && is_inside_library(at)) continue;
      text += "    " + (at.function.empty() ? place_text(reinterpret_cast<const void*>(at.address)) : at.function);
      if (!at.file.empty()) text += "  " + at.file + (at.line != 0 ? ":" + std::to_string(at.line) : "");
      text += "\n";
    }
  }
  return text;
}

}  // namespace selvage::detect
