// A recording in words: which steps are worth keeping, and names that mean the same in every process.

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "src/detect/places.h"
#include "src/detect/readable_stack.h"
#include "src/detect/text.h"
#include "src/engine/descriptor_table.h"
#include "src/engine/runtime.h"
#include "src/record/recorder.h"

namespace selvage::record {

using engine::rt;
using engine::thread_id;

// ---- what is worth keeping ----

/// Memory that more than one thread touches, one of them to change it.
std::vector<bool> recorder::shared_memory() const {
  std::vector<thread_id> only(objects_.size(), engine::no_thread);
  std::vector<bool> several(objects_.size());
  std::vector<bool> changed(objects_.size());
  for (const step& s : steps_) {
    if (!touches_memory(s.what)) continue;
    if (only[s.object] == engine::no_thread) only[s.object] = s.thread;
    if (only[s.object] != s.thread) several[s.object] = true;
    if (changes_memory(s.what)) changed[s.object] = true;
  }
  for (std::size_t i = 0; i < several.size(); ++i) several[i] = several[i] && changed[i];
  return several;
}

std::vector<bool> recorder::kept(const engine::execution& e) const {
  std::vector<std::uint32_t> told;
  for (const auto* list : {&e.findings, &e.warnings, &e.notes})
    for (const auto& f : *list)
      for (std::size_t i = 0; i < f.deed_count; ++i) told.push_back(f.deeds[i].event);
  const auto shared = shared_memory();
  std::vector<bool> result(steps_.size());
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const step& s = steps_[i];
    const bool is_told = s.event != 0 && std::ranges::find(told, s.event) != told.end();
    const bool private_access = (s.what == act::reads || s.what == act::writes) && !shared[s.object];
    const bool block = s.what == act::allocates || s.what == act::frees;
    // What is done to the object behind it is a step of its own.
    const bool number = touches_memory(s.what) && engine::descriptors.number_at(objects_[s.object].address) >= 0;
    result[i] = is_told || (!private_access && !block && !number);
  }
  return result;
}

// ---- in words ----

namespace {

class namer {
 public:
  explicit namer(recording& into) : into_(into) {}

  std::vector<std::uint32_t> places(std::span<const std::uintptr_t> stack) {
    std::vector<std::uint32_t> result;
    for (const auto& f : detect::readable_stack(names_, stack)) {
      if (f.function.empty() && f.file.empty()) continue;
      const auto [at, is_new] =
          known_.try_emplace({f.function, f.file, f.line}, static_cast<std::uint32_t>(into_.places.size()));
      if (is_new)
        into_.places.push_back({f.function, std::filesystem::path(f.file).lexically_normal().string(), f.line});
      result.push_back(at->second);
    }
    return result;
  }

  std::string memory(const void* address) {
    if (auto v = names_.variable(address); !v.empty()) return without_anonymous(std::move(v));
    const auto text = detect::place_text(address);
    return text.empty() ? "a thread's variable" : text;
  }

  /// A name of an unnamed namespace says nothing to who looks at one program.
  static std::string without_anonymous(std::string name) {
    constexpr std::string_view nobody = "(anonymous namespace)::";
    for (auto at = name.find(nobody); at != std::string::npos; at = name.find(nobody)) name.erase(at, nobody.size());
    return name;
  }

  detect::symboliser& names() { return names_; }

 private:
  recording& into_;
  detect::symboliser names_;
  std::map<std::tuple<std::string, std::string, unsigned>, std::uint32_t> known_;
};

}  // namespace

recording recorder::take(const engine::execution& e) const {
  recording r;
  namer names(r);
  for (thread_id t = 0; t < parents_.size(); ++t) r.threads.push_back({rt.thread_name(t), parents_[t]});

  constexpr auto unseen = step::none;
  std::vector<std::uint32_t> object_number(objects_.size(), unseen);
  std::vector<std::uint32_t> stack_number(stacks_.size(), unseen);
  std::vector<std::uint32_t> step_number(steps_.size(), unseen);
  const auto keep = kept(e);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (!keep[i]) continue;
    step s = steps_[i];
    if (s.object != step::none) {
      auto& n = object_number[s.object];
      if (n == unseen) {
        n = static_cast<std::uint32_t>(r.objects.size());
        const met& m = objects_[s.object];
        if (m.kind != nullptr)
          r.objects.push_back({m.kind, std::string(m.kind) + ' ' + std::to_string(m.number)});
        else
          r.objects.push_back({"memory", names.memory(m.address)});
      }
      s.object = n;
    }
    if (s.stack != step::none) {
      auto& n = stack_number[s.stack];
      if (n == unseen) {
        n = static_cast<std::uint32_t>(r.stacks.size());
        r.stacks.push_back(names.places(stacks_[s.stack]));
      }
      s.stack = n;
    }
    if (s.missed != step::none) s.missed = step_number[s.missed];
    step_number[i] = static_cast<std::uint32_t>(r.steps.size());
    r.steps.push_back(s);
  }
  const auto note = [&](const engine::finding& f) {
    recorded_finding n{detect::verdict(f.kind), detect::sentence(f, &names.names()), {}};
    for (std::size_t i = 0; i < f.deed_count; ++i) n.deeds.push_back({f.deeds[i].event, detect::sentence(f.deeds[i])});
    r.findings.push_back(std::move(n));
  };
  std::ranges::for_each(e.findings, note);
  std::ranges::for_each(e.warnings, note);
  std::ranges::for_each(e.notes, note);
  r.ending = engine::name(e.end);
  r.message = e.message;
  for (const auto& s : e.stuck) r.stuck.push_back(s.name + ": " + s.waits);
  r.left_out = left_out_;
  return r;
}

}  // namespace selvage::record
