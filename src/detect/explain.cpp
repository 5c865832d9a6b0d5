#include "src/detect/explain.h"

#include <algorithm>

#include "src/detect/readable_stack.h"
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

}  // namespace

std::vector<std::uint32_t> events_of(const engine::execution& e) {
  std::vector<std::uint32_t> events;
  add_events(e.findings, events);
  add_events(e.warnings, events);
  add_events(e.notes, events);
  return events;
}

void fill_in(const detector& watch, std::vector<finding>& findings) {
  if (findings.empty()) return;
  symboliser names;
  for (finding& f : findings) {
    for (std::size_t i = 0; i < f.deed_count; ++i)
      f.deeds[i].stack = readable_stack(names, watch.stack_at(f.deeds[i].event));
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
