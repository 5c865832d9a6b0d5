#include "src/report/investigation.h"

#include <cctype>
#include <cstring>
#include <stdexcept>

#include "src/explore/replay_strategy.h"
#include "src/explore/workers.h"
#include "src/program/object_names.h"
#include "src/report/timeline/drawing.h"
#include "src/report/timeline/history_table.h"
#include "src/report/version.h"
#include "src/strategy/strategies.h"

namespace selvage::report {
namespace {

using check::counterexample;

const model::profile& profile_of(const check::campaign_options& o) {
  return o.held_to == nullptr ? model::profiles().front() : *o.held_to;
}

counterexample counterexample_of(const check::minimised& m, const finding_source& source) {
  counterexample c;
  c.tool = std::string("selvage ") + version;
  c.subject = source.subject;
  c.profile = source.profile;
  c.origin = source.origin;
  c.what = m.what;
  c.how = m.how;
  c.execution = m.shown.execution;
  c.choices = m.shown.how;
  c.verdict = m.shown.verdict;
  c.clause = m.shown.clause;
  c.text = m.shown.text;
  c.detail = check::with_names(m.shown.detail, m.what);
  return c;
}

/// The bytes of an investigation for the pipe: the counterexample's text, then what it does not hold.
std::string packed(const investigation& i) {
  std::string out = std::to_string(i.preemptions) + ' ' + std::to_string(i.refused) + ' ' +
                    std::to_string(i.labels.size()) + ' ' + std::to_string(i.states.size());
  const auto steps = i.steps ? to_json(*i.steps) : std::string();
  const auto led_to = i.led_to.empty() ? std::string() : packed(i.led_to.front());
  for (const auto n : {steps.size(), i.findings.size(), std::size_t{i.later_executions}, led_to.size()})
    out += ' ' + std::to_string(n);
  out += '\n' + steps + i.findings + led_to;
  out.append(reinterpret_cast<const char*>(i.labels.data()), i.labels.size() * sizeof(model::label));
  for (const auto& s : i.states) out += s + '\n';
  return out + to_text(i.shown);
}

investigation unpacked(std::string_view text) {
  investigation i;
  const std::string head(text.substr(0, text.find('\n')));
  std::size_t labels = 0;
  std::size_t states = 0;
  std::size_t steps = 0;
  std::size_t findings = 0;
  std::size_t led_to = 0;
  unsigned long long preemptions = 0;
  if (std::sscanf(head.c_str(), "%llu %zu %zu %zu %zu %zu %zu %zu", &preemptions, &i.refused, &labels, &states, &steps,
                  &findings, &i.later_executions, &led_to) != 8) {
    throw std::runtime_error("a worker sent what is no counterexample");
  }
  i.preemptions = preemptions;
  text.remove_prefix(head.size() + 1);
  if (steps != 0) i.steps = picture_from_json(std::string(text.substr(0, steps)));
  text.remove_prefix(steps);
  i.findings = text.substr(0, findings);
  text.remove_prefix(findings);
  if (led_to != 0) i.led_to.push_back(unpacked(text.substr(0, led_to)));
  text.remove_prefix(led_to);
  i.labels.resize(labels);
  std::memcpy(i.labels.data(), text.data(), labels * sizeof(model::label));
  text.remove_prefix(labels * sizeof(model::label));
  for (; states > 0; --states) {
    const auto end = text.find('\n');
    i.states.emplace_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  i.shown = check::parse_counterexample(text);
  i.shown.history = history_table(i.shown.what, i.labels, i.refused, {});
  return i;
}

/// The executions after one with a race, with its places as scheduling points.
void look_later(const check::subject& s, const check::program& p, const check::violation& v,
                const check::campaign_options& options, const finding_source& source,
                const check::minimiser_limits& limits, investigation& i) {
  constexpr std::uint64_t executions_without_limit = 20'000;
  const bool small_change = limits.program_executions == 0;
  if (v.verdict != model::verdict::data_race || !options.how.watched.points.empty() || small_change) return;
  const auto how = as_in(options.how, v);
  check::harness h(s, p, profile_of(options), how.engine, how.watched);
  check::replay_strategy replay(v.how, check::mismatch::report);
  h.run(replay, v.execution);
  auto later = options;
  later.how.watched.points = check::raced_places(h.execution().findings);
  if (later.how.watched.points.empty()) return;
  later.how.watched.every = 1;
  later.slot = 0;
  later.slots = 1;
  check::campaign_state from;
  from.next = v.number();
  if (strategy::named(later.how.strategy)->by_index) later.resume = &from;
  if (later.executions == 0) later.executions = from.next + executions_without_limit;
  auto result = check::run_campaign(s, p, later);
  i.later_executions = result.executions;
  if (result.violations.empty()) return;
  auto plain = source;
  plain.record = false;
  i.led_to.push_back(investigate(s, p, result.violations.front(), later, plain, limits));
}

}  // namespace

investigation investigate(const check::subject& s, const check::program& p, const check::violation& v,
                          const check::campaign_options& options, const finding_source& source,
                          const check::minimiser_limits& limits) {
  const auto m = check::minimise(s, p, v, options, limits);
  investigation i;
  i.shown = counterexample_of(m, source);
  i.preemptions = m.preemptions;
  check::harness h(s, m.what, profile_of(options), m.how.engine, m.how.watched);
  check::replay_strategy replay(m.shown.how, check::mismatch::report);
  record::recorder recorder(h.detector(), h.detector());
  if (source.record) h.record(&recorder);
  h.run(replay, m.shown.execution);
  if (source.record) i.steps = picture_of(h, recorder, m.what);
  i.labels.assign(h.labels().begin(), h.labels().end());
  i.refused = h.conforming();
  i.states = check::with_names(h.model_states(), m.what);
  i.shown.history = history_table(m.what, i.labels, i.refused, {});
  h.record(nullptr);
  i.findings = h.explain(m.shown.how, m.shown.execution, options.how.watched.detect);
  look_later(s, p, v, options, source, limits, i);
  return i;
}

investigation investigate_apart(const check::subject& s, const check::program& p, const check::violation& v,
                                const check::campaign_options& options, const finding_source& source,
                                const check::minimiser_limits& limits) {
  const auto work = [&](std::size_t, const check::worker_output& write) {
    write(packed(investigate(s, p, v, options, source, limits)));
  };
  const auto result = check::run_workers(1, work, {}).front();
  if (result.whole()) return unpacked(result.output);
  investigation i;
  i.shown = counterexample_of({p, v, as_in(options.how, v), 0, 0}, source);
  return i;
}

std::string file_name(const counterexample& c) {
  auto subject = c.subject.substr(c.subject.rfind('/') + 1);
  std::string text = subject + '-' + c.origin + '-' + std::string(model::name(c.verdict));
  if (!c.clause.empty()) text += '-' + c.clause;
  for (auto& ch : text) {
    if (std::isalnum(static_cast<unsigned char>(ch)) == 0 && ch != '-' && ch != '_' && ch != '.') ch = '_';
  }
  return text + ".txt";
}

timeline timeline_of(const investigation& i) {
  const auto& c = i.shown;
  const history_of_execution history{&c.what, i.labels, i.refused, i.steps->states, i.steps->clients};
  auto t = draw(i.steps->steps, std::string(model::name(c.verdict)), &history);
  t.clause = c.clause;
  t.title = c.text.empty() ? c.detail : c.text;
  if (!c.text.empty()) t.sentence = c.detail;
  t.facts = {{"program", to_short_text(c.what)},
             {"subject", c.subject + ", held to the profile " + c.profile},
             {"found in", c.origin + ", execution " + std::to_string(c.execution + 1) + " of seed " +
                              std::to_string(c.how.seed) + " (" + c.how.words() + ")"},
             {"schedule",
              std::to_string(c.choices.steps.size()) + " choices, " + std::to_string(i.preemptions) + " preemptions"}};
  if (!i.file.empty()) t.facts.push_back({"replay", "selvage replay " + i.file});
  return t;
}

}  // namespace selvage::report
