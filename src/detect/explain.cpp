#include "src/detect/explain.h"

#include <algorithm>
#include <string_view>

#include "src/detect/symboliser.h"
#include "src/detect/text.h"

namespace selvage::detect {
namespace {

using engine::finding;

/// The choices of a schedule that was just run, made again.
class same_again final : public engine::strategy {
 public:
  explicit same_again(std::span<const engine::choice> choices) : choices_(choices.begin(), choices.end()) {}

  bool begin(std::uint64_t) override { return true; }
  engine::thread_id pick(const engine::decision& d) override {
    const std::uint16_t wanted = next(d.enabled.front());
    return std::ranges::find(d.enabled, wanted) != d.enabled.end() ? wanted : d.enabled.front();
  }
  std::uint32_t draw(std::uint32_t bound) override { return std::min<std::uint32_t>(next(0), bound - 1); }

 private:
  std::uint16_t next(std::uint16_t otherwise) { return at_ < choices_.size() ? choices_[at_++].value : otherwise; }

  std::vector<engine::choice> choices_;
  std::size_t at_{};
};

void add_events(std::span<const finding> from, std::vector<std::uint32_t>& to) {
  for (const finding& f : from)
    for (std::size_t i = 0; i < f.deed_count; ++i)
      if (f.deeds[i].event != 0) to.push_back(f.deeds[i].event);
}

// The linker's names of the functions that stand in for libc's and the sanitizer runtime's. Whatever a stack holds
// from there inwards is the engine's.
bool is_interception(std::string_view symbol) {
  constexpr std::string_view prefixes[] = {"__tsan_", "pthread_", "sem_", "_Znw",
                                           "_Zna",    "_Zdl",     "_Zda", "__cxa_guard_"};
  constexpr std::string_view names[] = {
      "malloc",         "calloc",    "realloc",         "free",   "memalign", "aligned_alloc",
      "posix_memalign", "valloc",    "syscall",         "abort",  "exit",     "quick_exit",
      "__assert_fail",  "nanosleep", "clock_nanosleep", "usleep", "sleep",    "sched_yield"};
  return std::ranges::any_of(prefixes, [&](auto p) { return symbol.starts_with(p); }) ||
         std::ranges::find(names, symbol) != std::end(names);
}

bool is_ours(const engine::frame& f) {
  return f.function.starts_with("selvage::engine::") || f.function.starts_with("selvage::detect::") ||
         f.function.starts_with("selvage::check::");
}

// How a thread's function came to be called is the standard library's affair.
void drop_library_tail(std::vector<engine::frame>& frames) {
  const auto user = [](const engine::frame& f) { return !f.file.empty() && !f.file.starts_with("/usr/"); };
  if (std::ranges::none_of(frames, user)) return;
  while (!user(frames.back())) frames.pop_back();
}

std::vector<engine::frame> readable(symboliser& names, std::span<const std::uintptr_t> stack) {
  constexpr std::size_t engine_depth = 16;
  std::size_t first = 0;
  for (std::size_t i = 0; i < std::min(stack.size(), engine_depth); ++i) {
    if (!is_interception(names.symbol(stack[i] - 1))) continue;
    first = i + 1;
    break;
  }
  std::vector<engine::frame> frames;
  for (const std::uintptr_t address : stack.subspan(first))
    for (engine::frame& f : names.frames(address)) frames.push_back(std::move(f));
  while (!frames.empty() && is_ours(frames.back())) frames.pop_back();
  drop_library_tail(frames);
  const auto outside = std::ranges::find_if_not(frames, is_ours);
  frames.erase(frames.begin(), outside);
  return frames;
}

}  // namespace

std::vector<std::uint32_t> events_of(const engine::execution& e) {
  std::vector<std::uint32_t> events;
  add_events(e.findings, events);
  add_events(e.warnings, events);
  return events;
}

void fill_in(const detector& watch, std::vector<finding>& findings) {
  if (findings.empty()) return;
  symboliser names;
  for (finding& f : findings) {
    for (std::size_t i = 0; i < f.deed_count; ++i) f.deeds[i].stack = readable(names, watch.stack_at(f.deeds[i].event));
    f.message = sentence(f, &names);
  }
}

explanation explain(detector& watch, engine::thread_function body, void* argument, const engine::settings& options,
                    engine::execution& e) {
  const auto end = e.end;
  const std::vector<std::uint32_t> events = events_of(e);
  same_again again(e.schedule);
  watch.want_stacks(events);
  engine::run(again, 0, body, argument, options, e);
  explanation result;
  result.findings.assign(e.findings.begin(), e.findings.end());
  for (finding& f : result.findings)
    if (f.kind == engine::finding_kind::misuse || f.kind == engine::finding_kind::stopped) f.message = e.message;
  result.warnings.assign(e.warnings.begin(), e.warnings.end());
  result.reproduced = e.end == end && events_of(e) == events;
  if (!result.reproduced) watch.want_stacks({});
  fill_in(watch, result.findings);
  fill_in(watch, result.warnings);
  watch.want_stacks({});
  return result;
}

}  // namespace selvage::detect
