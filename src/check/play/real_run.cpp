#include "src/check/play/real_run.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "src/program/call_label.h"
#include "src/program/history.h"
#include "src/program/random.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;

constexpr label at_rest{.kind = label_kind::quiescent, .result = 1};
constexpr std::size_t most_labels = 4096;

thread_local std::uint8_t this_client = no_client;

std::string text_of(const program& p, const std::vector<label>& history) {
  std::string text = to_text(p);
  for (const label& l : history) text += "  " + to_text(p, l) + '\n';
  return text;
}

/// Real time is not virtual: the shortest that still passes.
constexpr std::int32_t longest_timeout_ms = 1;

}  // namespace

real_run::real_run(const selvage_subject& subject, program p, std::chrono::milliseconds patience)
    : program_(std::move(p)), patience_(patience), objects_(subject, program_) {
  std::vector<model::object_spec> specs;
  for (std::size_t i = 0; i < program_.objects.size(); ++i) {
    specs.push_back(program_.objects[i].spec);
    contexts_.push_back({this, static_cast<std::uint8_t>(i)});
  }
  checker_ = conform::make_checker(specs, components(program_), *model::profile_named("strict"));
}

std::optional<real_violation> real_run::once(std::uint64_t seed) {
  history_ = std::make_unique<real_recorder>(most_labels);
  callbacks_.open();
  objects_.make(
      [this](std::uint8_t i) { return object_hooks{&real_run::released, &real_run::called_back, &contexts_[i]}; },
      longest_timeout_ms);
  std::atomic<unsigned> running{0};
  std::atomic<bool> go{false};
  std::vector<std::thread> clients;
  for (std::size_t t = 0; t < program_.threads.size(); ++t) {
    ++running;
    clients.emplace_back([&, t] {
      const auto thread = static_cast<std::uint8_t>(t);
      this_client = thread;
      while (!go.load(std::memory_order_relaxed)) std::this_thread::yield();
      play(program_.threads[t], thread, seed * max_threads + t);
      running.fetch_sub(1, std::memory_order_relaxed);
    });
  }
  go.store(true, std::memory_order_relaxed);
  join(clients, running);
  auto found = judge();
  end_callbacks(found);
  objects_.destroy();
  return found;
}

void real_run::play(const std::vector<program_operation>& operations, std::uint8_t thread, std::uint64_t seed) {
  random_source random(seed);
  for (const auto& o : operations) {
    if (random.chance(30)) std::this_thread::yield();
    label l = call_label(o, thread);
    label sooner = l;
    sooner.timeout_ms = std::min(o.timeout_ms, longest_timeout_ms);
    history_->push(l);
    l.result = objects_.invoke(sooner);
    l.kind = label_kind::ret;
    history_->push(l);
  }
}

void real_run::join(std::vector<std::thread>& clients, const std::atomic<unsigned>& running) {
  const auto until = std::chrono::steady_clock::now() + patience_;
  while (running.load(std::memory_order_relaxed) != 0) {
    if (std::chrono::steady_clock::now() > until) give_up("the threads");
    std::this_thread::yield();
  }
  for (std::thread& t : clients) t.join();
}

/// Those that the history could not hold, or that the model does not ask for, may still be on their way.
void real_run::end_callbacks(const std::optional<real_violation>& found) {
  const auto until = std::chrono::steady_clock::now() + patience_;
  for (callbacks_.shut(); !callbacks_.empty(); std::this_thread::yield()) {
    if (std::chrono::steady_clock::now() <= until) continue;
    if (found) std::fputs((found->text + '\n').c_str(), stderr);
    give_up("the callbacks");
  }
}

void real_run::give_up(const char* what) const {
  std::fputs((std::string(what) + " of this program do not end:\n" + text_of(program_, history_->labels())).c_str(),
             stderr);
  std::abort();
}

/// What was recorded conforms at any moment, and at last the machine may be at rest too, unless there was too much.
std::optional<real_violation> real_run::judge() {
  const auto until = std::chrono::steady_clock::now() + patience_;
  for (;;) {
    auto history = history_->labels();
    if (auto found = refused(history)) return found;
    // A thread that is about to unregister may be kept from it for thousands of callbacks: what came first is judged.
    if (history_->full()) return {};
    const auto count = [&](label_kind k) { return std::ranges::count(history, k, &label::kind); };
    const bool calls_back = count(label_kind::callback_begin) != count(label_kind::callback_end);
    history.push_back(at_rest);
    auto restless = calls_back ? std::nullopt : refused(history);
    if (!calls_back && !restless) return {};
    if (std::chrono::steady_clock::now() > until) {
      if (restless) return restless;
      give_up("the callbacks");
    }
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
}

std::optional<real_violation> real_run::refused(const std::vector<label>& history) {
  checker_->restart();
  for (const label& l : history) {
    if (checker_->step(l)) continue;
    const auto f = checker_->explain();
    return real_violation{
        f.verdict, f.clause,
        std::string(model::name(f.verdict)) + ' ' + f.clause + ": " + f.detail + '\n' + text_of(program_, history)};
  }
  return {};
}

void real_run::released(void* context) {
  const auto& o = *static_cast<const object_context*>(context);
  if (o.owner->callbacks_.is_shut()) return;
  o.owner->history_->push(
      {.kind = label_kind::released, .thread = this_client, .object_count = 1, .objects = {o.index}});
}

void real_run::called_back(void* context, int cause) {
  const auto& o = *static_cast<const object_context*>(context);
  real_run& run = *o.owner;
  if (!run.callbacks_.enter()) return;
  unsigned slot = 0;
  while (slot + 1 < model::max_callbacks &&
         (run.callback_slots_.fetch_or(1U << slot, std::memory_order_relaxed) >> slot & 1U) != 0)
    ++slot;
  const auto thread = static_cast<std::uint8_t>(model::first_callback_thread + slot);
  label l = callback_label(o.index, cause, thread);
  run.history_->push(l);
  run.objects_.calls_back(l);
  const std::uint8_t known_as = std::exchange(this_client, thread);
  run.play(run.program_.objects[o.index].callback, thread, thread);
  this_client = known_as;
  l.kind = label_kind::callback_end;
  run.history_->push(l);
  run.objects_.calls_back(l);
  run.callback_slots_.fetch_and(~(1U << slot), std::memory_order_relaxed);
  run.callbacks_.leave();
}

std::optional<real_violation> violation_of(const selvage_subject& subject, const program& p, unsigned rounds,
                                           std::chrono::milliseconds patience) {
  real_run run(subject, p, patience);
  for (unsigned i = 0; i < rounds; ++i) {
    if (auto found = run.once(i)) return found;
  }
  return {};
}

}  // namespace selvage::check
