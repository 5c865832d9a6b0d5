// What the execution that a harness has run shows.
#include <algorithm>
#include <utility>
#include <vector>

#include "model/operation.h"
#include "src/check/play/harness.h"
#include "src/conform/endless.h"
#include "src/detect/explain.h"
#include "src/detect/text.h"
#include "src/explore/replay_strategy.h"

namespace selvage::check {

void harness::judge() {
  verdict_ = model::verdict::holds;
  conforms_ = true;
  blocked_ = false;
  endless_ = false;
  first_seen_ = false;
  if (!detail_.empty()) detail_.clear();
  if (!unsupported_.empty()) unsupported_.clear();
  if (execution_.end == engine::ending::deadlock && !complete_) history_.push(final_label);
  if (!history_conforms()) {
    conforms_ = false;
    verdict_ = checker_->explain().verdict;
    return;
  }
  judge_ending();
  if (verdict_ == model::verdict::holds && unsupported_.empty() && detector_) judge_findings();
}

void harness::judge_findings() {
  for (const auto& f : execution_.findings) {
    if (f.kind == engine::finding_kind::data_race && !watching_.points.empty()) continue;
    const auto v = model::verdict_named(detect::verdict(f.kind));
    if (v && *v != model::verdict::holds)
      return found(*v, f.message.empty() ? detect::sentence(f, nullptr) : f.message);
  }
}

std::string harness::explain(const schedule& how, std::uint64_t index, const std::string& detect) {
  const auto shown = verdict_;
  auto o = judging_options(detect);
  o.wakeups = detect != "none" && (shown == model::verdict::lost_wakeup || shown == model::verdict::deadlock);
  detect::detector with_stacks(o, clocks());
  const auto again = [&] {
    replay_strategy strategy(how, mismatch::report);
    const auto before = std::exchange(other_, &with_stacks);
    run(strategy, index);
    other_ = before;
  };
  again();
  if (execution_.findings.empty() && execution_.notes.empty()) return {};
  with_stacks.want_stacks(detect::events_of(execution_));
  again();
  std::vector<engine::finding> findings(execution_.findings.begin(), execution_.findings.end());
  std::vector<engine::finding> notes(execution_.notes.begin(), execution_.notes.end());
  std::string text;
  // Where the sleepers are, the history says.
  const auto is_about_sleepers = [](const engine::finding& f) {
    return f.kind == engine::finding_kind::lost_wakeup || f.kind == engine::finding_kind::deadlock;
  };
  for (const auto& f : findings)
    if (is_about_sleepers(f) && !f.message.empty()) text += f.message + '\n';
  // Where a thread stopped the execution.
  const bool stopped = shown == model::verdict::crash || shown == model::verdict::assertion;
  for (auto& f : findings)
    if (f.kind == engine::finding_kind::stopped || f.kind == engine::finding_kind::misuse) f.message = execution_.message;
  detect::fill_in(with_stacks, findings);
  for (const auto& f : findings) {
    const bool same = stopped ? f.kind == engine::finding_kind::stopped : detect::verdict(f.kind) == model::name(shown);
    if (!is_about_sleepers(f) && same) text += detect::report(f);
  }
  detect::fill_in(with_stacks, notes);
  for (const auto& n : notes) text += detect::report(n);
  return text;
}

bool harness::history_conforms() {
  const auto all = history_.labels();
  const auto hash = hash_of(all);
  conforming_ = all.size();
  if (remember_ && known_.contains(all, hash)) return true;
  checker_->restart();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!checker_->step(all[i])) {
      conforming_ = i;
      return false;
    }
  }
  if (remember_) known_.insert(all, hash);
  first_seen_ = true;
  return true;
}

void harness::found(model::verdict v, std::string detail) {
  verdict_ = v;
  detail_ = std::move(detail);
  for (const auto& t : execution_.stuck) detail_ += "; " + t.name + " waits in " + t.waits;
}

void harness::judge_ending() {
  const auto& message = execution_.message;
  switch (execution_.end) {
    case engine::ending::finished:
      if (make_failed_) {
        found(model::verdict::unexpected_exception, "the subject could not make an object");
      } else if (execution_.leaked_bytes != 0) {
        found(model::verdict::leak, std::to_string(execution_.leaked_bytes) + " bytes were never freed");
      }
      return;
    case engine::ending::deadlock:
      blocked_ = !complete_;
      if (complete_) found(model::verdict::deadlock, "destroying the objects blocks for ever");
      return;
    case engine::ending::step_limit:
      return judge_endless();
    case engine::ending::crash:
    case engine::ending::uncaught_exception:
      return found(model::verdict::crash, message);
    case engine::ending::exited:
      return found(model::verdict::crash, "the subject ended the process: " + message);
    case engine::ending::aborted:
    case engine::ending::assertion:
      return found(model::verdict::assertion, message);
    case engine::ending::leaked_thread:
      return found(model::verdict::leaked_thread, message);
    case engine::ending::double_free:
      return found(model::verdict::double_free, message);
    case engine::ending::finding:
      return judge_findings();
    case engine::ending::misuse:
      return found(model::verdict::misuse, message);
    case engine::ending::stopped:
      blocked_ = callback_waits_;
      if (blocked_) return;
      [[fallthrough]];
    case engine::ending::unsupported:
      unsupported_ = message.empty() ? "the execution was stopped" : message;
      return;
  }
}

void harness::judge_endless() {
  using enum conform::going_on;
  const auto goes_on =
      callbacks_ < many_callbacks ? unknown : conform::how_it_goes_on(*checker_, history_.labels(), fair_from_);
  endless_ = goes_on == endless;
  if (endless_) return;
  found(model::verdict::livelock,
        (goes_on == starves ? "callbacks without end, and a call that could return does not: " : "no end after ") +
            std::to_string(execution_.steps) + " steps");
}

conform::finding harness::finding() const {
  if (!conforms_) return checker_->explain();
  conform::finding f;
  f.verdict = verdict_;
  f.detail = detail_;
  f.thread = no_client;
  if (verdict_ == model::verdict::leak) {
    if (const auto* const broken = clause_of_detector("leak detector")) {
      f.clause = broken->id;
      f.text = broken->text;
    }
  }
  return f;
}

const model::clause* harness::clause_of_detector(std::string_view detector) const {
  for (const auto& c : model::clauses()) {
    const bool of_program = std::ranges::any_of(
        objects_, [&](const object& o) { return c.id.starts_with(model::clause_prefix(model::info(o.spec.kind).of)); });
    if (of_program && c.checked_by == detector) return &c;
  }
  return nullptr;
}

std::vector<std::string> harness::model_states() {
  if (conforms_) {
    checker_->restart();
    for (const auto& l : history_.labels()) {
      if (!checker_->step(l)) break;
    }
  }
  return checker_->states();
}

std::vector<std::vector<std::string>> harness::states_by_label() {
  std::vector<std::vector<std::string>> result;
  checker_->restart();
  for (const auto& l : history_.labels()) {
    const bool conforms = checker_->step(l);
    result.push_back(checker_->states());
    if (!conforms) break;
  }
  return result;
}

}  // namespace selvage::check
