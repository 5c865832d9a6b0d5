#include "src/check/fuzz/fuzzer.h"

#include <algorithm>
#include <chrono>

#include "src/check/coverage/coverage.h"
#include "src/program/mutation.h"
#include "src/program/scenarios.h"

namespace selvage::check {
namespace {

constexpr std::uint64_t batch = 512;             // executions of a program before another has its turn
constexpr std::uint64_t most_batches = 4;        // for one that goes on showing new things
constexpr std::uint64_t patience = 60'000;       // states of the model that judging a batch of a new one may look at
constexpr std::uint64_t watched = 24;            // executions of a batch whose accesses are watched
constexpr std::size_t histories_looked_at = 6;   // of a program, while transitions are missing
constexpr std::size_t operations_looked_at = 9;  // explaining a history of more costs more than it tells
constexpr std::size_t most_of_a_kind = 16;       // violations of one verdict and clause that are looked into

transition_bits transitions_of(std::uint16_t machines) {
  transition_bits all;
  for (const auto& t : model::transitions()) all[number_of(t.id)] = (t.machines & machines) != 0;
  return all;
}

/// The operations of a program without their order.
std::string operations_of(const program& p) {
  std::vector<std::string> names;
  for (const auto& t : p.threads) {
    for (const auto& o : t) names.emplace_back(operation_name(o.op));
  }
  std::ranges::sort(names);
  std::string text;
  for (const auto& n : names) text += n + ' ';
  return text;
}

}  // namespace

transition_bits fuzz_counters::transitions() const noexcept {
  transition_bits all;
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i] = (taken[i / 64].load(std::memory_order_relaxed) >> i % 64 & 1U) != 0;
  return all;
}

bool clients_fault(const harness& h) {
  return h.conforming() < h.labels().size() && h.labels()[h.conforming()].kind == model::label_kind::call;
}

fuzzer::fuzzer(const subject& s, const fuzz_options& options, fuzz_counters& counters, keep_function keep,
               violation_function violated)
    : subject_(s),
      options_(options),
      counters_(counters),
      keep_(std::move(keep)),
      violated_(std::move(violated)),
      source_(s.can, options.about, options.how.seed * options.slots + options.slot, true),
      wanted_(reachable_transitions(s.can, options.about,
                                    options.held_to == nullptr ? model::profiles().front() : *options.held_to,
                                    options.how.engine.interrupts || options.wants_interruptions) &
              ~counters.transitions()) {
  if (options_.held_to == nullptr) options_.held_to = &model::profiles().front();
}

void fuzzer::run(const std::vector<corpus_entry>& corpus, std::uint64_t first_round,
                 const std::function<bool()>& stop) {
  using clock = std::chrono::steady_clock;
  const auto begin = clock::now();
  const auto over = [&] {
    if (!inconclusive_.empty() || stop()) return true;
    if (options_.until_covered && wanted_.none()) return true;
    if (options_.executions != 0 && counters_.executions.load() >= options_.executions) return true;
    return options_.seconds > 0 && std::chrono::duration<double>(clock::now() - begin).count() >= options_.seconds;
  };
  for (const auto& e : corpus) {
    if (!subject_.can.missing(e.what).empty()) continue;
    if (!options_.about.empty() &&
        std::ranges::none_of(options_.about, [&](const topic& t) { return fits(t, e.what); }))
      continue;
    if (first_round == 0) {
      if (over()) return;
      explore(e, !options_.choose);
    }
    if (!options_.choose) entries_.push_back(e);
    counters_.corpus.store(entries_.size());
  }
  if (options_.replay_only) {
    if (!options_.choose) run_scenarios(over);
    return;
  }
  for (auto round = first_round; !over(); ++round) {
    counters_.round.store(round);
    explore(next(round), false);
  }
}

void fuzzer::run_scenarios(const std::function<bool()>& over) {
  for (const auto& s : scenarios()) {
    if (s.interrupts && !options_.how.engine.interrupts) continue;
    corpus_entry e{s.make(), 1, s.interrupts};
    const auto about = [&](const topic& t) { return fits(t, e.what); };
    const bool fitting = options_.about.empty() || std::ranges::any_of(options_.about, about);
    if (!fitting || !subject_.can.missing(e.what).empty()) continue;
    if (over()) return;
    explore(e, true);
  }
}

corpus_entry fuzzer::next(std::uint64_t round) {
  random_source random((options_.how.seed * 0x9e3779b97f4a7c15U + round) * options_.slots + options_.slot);
  const auto seed = random.next();
  const bool interrupts = options_.how.engine.interrupts;
  if (!entries_.empty() && random.chance(60)) {
    const auto& base = entries_[random.below(entries_.size())];
    const auto& donor = entries_[random.below(entries_.size())];
    if (random.chance(10)) return {base.what, seed, interrupts};
    const bool same = family_of(base.what) == family_of(donor.what);
    auto made = mutated(base.what, same ? donor.what : base.what, subject_.can, random);
    const auto about = [&](const topic& t) { return fits(t, *made); };
    if (made && (options_.about.empty() || std::ranges::any_of(options_.about, about)))
      return {*std::move(made), seed, interrupts};
  }
  return {source_.next(), seed, interrupts};
}

void fuzzer::explore(const corpus_entry& e, bool known) {
  counters_.programs.fetch_add(1, std::memory_order_relaxed);
  try {
    execute(e, known);
  } catch (const std::invalid_argument&) {
    // A mutation that no machine checks, such as three registrations together, is no program.
  }
}

void fuzzer::execute(const corpus_entry& e, bool known) {
  auto how = options_.how;
  how.seed = e.seed;
  how.engine.interrupts = how.engine.interrupts || e.interrupts;
  const auto strategy = make_strategy(how);
  harness h(subject_, e.what, *options_.held_to, how.engine);
  latest_ = e;
  pairs_.look_at(h);
  bool kept = known;
  std::size_t looked_at = 0;
  const auto may_look = e.what.operation_count() <= operations_looked_at;
  const auto mine = transitions_of(machines_of(family_of(e.what)));
  auto left = batch;
  if (strategy->wants_profile()) h.run(*strategy, engine::profile_index);
  const bool new_one = !known && !options_.choose;
  for (std::uint64_t i = 0; i < left; ++i) {
    if (new_one && h.looked_at() > left / batch * patience) break;
    h.watch(options_.by_pairs && i % batch < watched ? &pairs_ : nullptr);
    if (!h.run(*strategy, i)) break;
    counters_.executions.fetch_add(1, std::memory_order_relaxed);
    counters_.steps.fetch_add(h.execution().steps, std::memory_order_relaxed);
    if (!h.unsupported().empty()) {
      inconclusive_ = h.unsupported();
      return;
    }
    if (h.verdict() != model::verdict::holds) return note(h, e.what, how, i);
    bool news = pairs_.take_news();
    if (h.first_seen() && (wanted_ & mine).any() && (may_look || !new_one) && looked_at < histories_looked_at) {
      ++looked_at;
      news = look_at_history(h, e.what, how.engine.interrupts) || news;
    }
    if (!news) continue;
    counters_.news.fetch_add(1, std::memory_order_relaxed);
    counters_.pairs.store(pairs_.pairs(), std::memory_order_relaxed);
    if (!kept) keep({e.what, e.seed, how.engine.interrupts});
    kept = true;
    looked_at = 0;
    left = std::min(i / batch * batch + 2 * batch, most_batches * batch);
  }
}

bool fuzzer::look_at_history(harness& h, const program& p, bool interrupts) {
  bool news = false;
  for (const auto t : transitions_of_history(p, h.labels(), h.held_to(), interrupts)) {
    const auto n = number_of(t);
    if (!wanted_[n]) continue;
    wanted_.reset(n);
    counters_.taken[n / 64].fetch_or(std::uint64_t{1} << n % 64, std::memory_order_relaxed);
    news = true;
  }
  return news;
}

void fuzzer::keep(const corpus_entry& e) {
  entries_.push_back(e);
  counters_.corpus.store(entries_.size(), std::memory_order_relaxed);
  counters_.kept.fetch_add(1, std::memory_order_relaxed);
  keep_(e);
}

void fuzzer::note(harness& h, const program& p, const exploration& how, std::uint64_t index) {
  if (clients_fault(h)) return;
  auto v = violation_of(h, index);
  const auto kind = std::string(model::name(v.verdict)) + ' ' + v.clause;
  const auto of_kind = std::ranges::count(known_, kind, [](const auto& k) { return k.first; });
  if (static_cast<std::size_t>(of_kind) >= most_of_a_kind || !known_.emplace(kind, operations_of(p)).second) return;
  campaign_options options;
  options.how = how;
  options.held_to = options_.held_to;
  h.watch(nullptr);
  violated_(p, v, options);
}

}  // namespace selvage::check
