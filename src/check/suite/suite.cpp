#include "src/check/suite/suite.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>
#include <sstream>
#include <tuple>

#include "src/explore/checkpoint.h"
#include "src/explore/result_text.h"
#include "src/program/generator.h"
#include "src/program/scenarios.h"
#include "src/strategy/strategies.h"

namespace selvage::check {
namespace {

/// What a checkpoint has to be of to go on from it. The time is left out: more of it may be given to the rest.
std::string identity(const subject& s, std::span<const suite_item> items, const suite_options& options,
                     std::size_t job) {
  const auto& how = options.each.how;
  std::ostringstream out;
  out << "version 1, subject " << s.name << ", " << (options.each.held_to == nullptr ? "" : options.each.held_to->name)
      << ", " << how.strategy << ", seed " << how.seed << ", bound " << how.preemption_bound << ", steps "
      << how.engine.max_steps << ", points " << how.engine.memory_points << ", environment " << how.engine.spurious
      << how.engine.interrupts << how.engine.weak_memory << how.engine.environment_limit
      << ", detect " << how.watched.detect << " every " << how.watched.every << ", part " << options.shard << '/'
      << options.shards << ", job " << job << '/' << options.jobs;
  for (const auto& i : items) out << "; " << i.name << ' ' << i.executions << ": " << to_short_text(i.what);
  return out.str();
}

/// Runs one item, from where the checkpoint says.
campaign_result run_item(const subject& s, const suite_item& item, campaign_options options,
                         progress_counters* progress, checkpoint* kept, std::size_t number) {
  if (kept == nullptr) return run_campaign(s, item.what, options, progress);
  if (const auto* const known = kept->result_of(number); known != nullptr) return *known;
  std::optional<campaign_state> from;
  if (const auto* const state = kept->state_of(number); state != nullptr) options.resume = &from.emplace(*state);
  options.save = [&](const campaign_state& now) { kept->save(number, now); };
  auto result = run_campaign(s, item.what, options, progress);
  if (!result.out_of_time) kept->finish(number, result);
  return result;
}

/// Runs the items from `first` on, as worker number `job`; `done` gets each result.
template <typename Done>
void run_items(const subject& s, std::span<const suite_item> items, const suite_options& options, std::size_t first,
               std::size_t job, progress_counters* progress, const Done& done) {
  const auto jobs = std::max(1U, options.jobs);
  auto each = options.each;
  const auto* const known = strategy::named(each.how.strategy);
  const bool whole = known != nullptr && !known->by_index;  // such a search can only be split by program
  each.slots = whole ? 1 : options.shards * jobs;
  each.slot = whole ? 0 : options.shard + options.shards * job;
  std::optional<checkpoint> kept;
  if (!options.checkpoint.empty()) {
    auto file = options.checkpoint;
    if (job != 0) file += "." + std::to_string(job + 1);
    kept.emplace(file, identity(s, items, options, job));
  }
  for (auto i = first; i < items.size(); ++i) {
    if (progress != nullptr) progress->program.store(i, std::memory_order_relaxed);
    if (whole && i % (options.shards * jobs) != options.shard + options.shards * job) {
      done({});
      continue;
    }
    done(run_item(s, items[i], options_for(items[i], each), progress, kept ? &*kept : nullptr, i));
  }
}

/// Exact when both sides sent their hashes; otherwise a lower bound.
void merge_histories(campaign_result& into, const campaign_result& from) {
  const bool exact = into.hashes.size() == into.distinct && from.hashes.size() == from.distinct;
  into.distinct_is_bound =
      into.distinct_is_bound || from.distinct_is_bound || (!exact && into.distinct != 0 && from.distinct != 0);
  if (!exact) {
    into.distinct = std::max(into.distinct, from.distinct);
    return;
  }
  std::vector<std::uint64_t> all;
  std::ranges::set_union(into.hashes, from.hashes, std::back_inserter(all));
  into.hashes = std::move(all);
  into.distinct = into.hashes.size();
}

void merge(campaign_result& into, campaign_result&& from) {
  into.executions += from.executions;
  into.steps += from.steps;
  into.labels += from.labels;
  into.blocked += from.blocked;
  into.endless += from.endless;
  merge_histories(into, from);
  if (into.achieved.empty()) into.achieved = std::move(from.achieved);
  into.exhausted = into.exhausted || from.exhausted;
  into.seconds = std::max(into.seconds, from.seconds);
  if (into.inconclusive.empty()) into.inconclusive = std::move(from.inconclusive);
  into.clauses.merge(from.clauses);
  for (auto& v : from.violations) {
    const auto same = std::ranges::find_if(
        into.violations, [&](const auto& o) { return o.verdict == v.verdict && o.clause == v.clause; });
    if (same == into.violations.end()) {
      into.violations.push_back(std::move(v));
    } else if (v.number() < same->number()) {
      *same = std::move(v);
    }
  }
}

void finish(campaign_result& r, bool only_first) {
  std::ranges::sort(r.violations, [](const violation& a, const violation& b) {
    return std::tuple(a.number(), a.verdict, a.clause) < std::tuple(b.number(), b.verdict, b.clause);
  });
  if (only_first && r.violations.size() > 1) r.violations.resize(1);
}

campaign_result died(const worker_result& w, const progress_counters& at) {
  campaign_result r;
  violation v;
  v.verdict = model::verdict::crash;
  v.detail = std::string("the worker process died: ") +
             (w.signal != 0 ? strsignal(w.signal) : "it ended with status " + std::to_string(w.status));
  v.execution = at.execution.load();
  r.violations.push_back(std::move(v));
  return r;
}

}  // namespace

campaign_options options_for(const suite_item& item, campaign_options each) {
  each.executions = item.executions;
  each.seconds = item.seconds;
  each.how.engine.interrupts = each.how.engine.interrupts || item.interrupts;
  return each;
}

std::vector<suite_item> scenario_items(const capabilities& can, std::uint64_t executions) {
  std::vector<suite_item> items;
  for (const auto& s : scenarios()) {
    auto p = s.make();
    if (can.missing(p).empty()) items.push_back({std::string(s.name), std::move(p), executions, 0, s.interrupts});
  }
  return items;
}

std::vector<suite_item> generated_items(const capabilities& can, std::uint64_t seed, std::uint64_t first,
                                        std::uint64_t count, std::uint64_t executions) {
  std::vector<suite_item> items;
  for (auto i = first; i < first + count; ++i) {
    items.push_back(
        {"generated-" + std::to_string(seed) + '-' + std::to_string(i), generate_program(seed, i, can), executions, 0, false});
  }
  return items;
}

std::vector<campaign_result> run_suite(const subject& s, std::span<const suite_item> items,
                                       const suite_options& options,
                                       const std::function<void(const shared_progress&)>& tick) {
  std::vector<campaign_result> results(items.size());
  const auto jobs = options.jobs;
  if (jobs == 0) {
    std::size_t i = 0;
    run_items(s, items, options, 0, 0, nullptr, [&](campaign_result&& r) { results[i++] = std::move(r); });
  } else {
    shared_progress progress(jobs);
    std::vector<std::size_t> next(jobs);
    bool again = true;
    while (again) {
      again = false;
      const auto work = [&](std::size_t job, const std::function<void(std::string_view)>& write) {
        if (next[job] == items.size()) return;
        run_items(s, items, options, next[job], job, &progress.of(job),
                  [&](campaign_result&& r) { write(to_line(r)); });
      };
      const auto outcomes = run_workers(jobs, work, [&] {
        if (tick) tick(progress);
      });
      for (std::size_t job = 0; job < jobs; ++job) {
        const auto& w = outcomes[job];
        if (!w.error.empty()) throw std::runtime_error(w.error);
        std::istringstream lines(w.output);
        for (std::string line; std::getline(lines, line) && !lines.eof();)
          merge(results[next[job]++], parse_line(line));
        if (w.whole()) continue;
        if (next[job] == items.size()) throw std::runtime_error("a worker died after its work");
        merge(results[next[job]++], died(w, progress.of(job)));
        again = true;
      }
    }
  }
  for (auto& r : results) finish(r, options.each.stop_at_first);
  return results;
}

}  // namespace selvage::check
