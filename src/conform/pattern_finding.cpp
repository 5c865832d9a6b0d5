#include "src/conform/pattern_finding.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "model/clause.h"
#include "model/machine.h"

namespace selvage::conform {
namespace {

using model::label;
using model::label_kind;
using model::output;
using model::verdict;

// The most frequent; of equals the first by name, so that the answer does not depend on the order of states.
std::string_view most_frequent(std::span<const std::string_view> clauses) {
  std::map<std::string_view, std::size_t> count;
  for (const std::string_view c : clauses) ++count[c];
  std::string_view best;
  std::size_t most = 0;
  for (const auto& [clause, n] : count) {
    if (n > most) {
      most = n;
      best = clause;
    }
  }
  return best;
}

struct judgement {
  verdict what{};
  std::string_view clause;
  std::string detail;
};

std::string object_name(const refusal& r, const label& l) {
  return "object " + std::to_string(l.objects[0] < r.members.size() ? r.members[l.objects[0]] : l.objects[0]);
}

std::string text_of(const refusal& r, const label& l) {
  switch (l.kind) {
    case label_kind::ret:
      return "thread " + std::to_string(l.thread) + " returns " + model::describe_result(l.op, l.result) + " from " +
             std::string(model::name(l.op));
    case label_kind::callback_begin:
      return "a callback of " + object_name(r, l) + " begins";
    case label_kind::callback_end:
      return "a callback of " + object_name(r, l) + " ends";
    case label_kind::released:
      return object_name(r, l) + " is released";
    case label_kind::call:
      return "thread " + std::to_string(l.thread) + " calls " + std::string(model::name(l.op));
    case label_kind::quiescent:
      return "nothing moves";
  }
  return "?";
}

std::string allowed(const refusal& r) {
  std::vector<std::string> texts;
  for (const output& o : r.due) texts.push_back(text_of(r, o.shown));
  std::ranges::sort(texts);
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  if (texts.empty()) return "the model allows nothing here";
  std::string all = "the model allows: ";
  for (std::size_t i = 0; i < texts.size(); ++i) all += (i == 0 ? "" : "; or ") + texts[i];
  return all;
}

std::string_view clause_of_missing(const output& o) { return o.when_missing.empty() ? o.clause : o.when_missing; }

// Every state that could be quiescent still has to show something: name what they agree on most.
judgement missing(const refusal& r) {
  std::vector<std::string_view> clauses;
  std::optional<label> example;
  for (const auto& due : r.stable_due) {
    for (const output& o : due) clauses.push_back(clause_of_missing(o));
  }
  const std::string_view clause = most_frequent(clauses);
  for (const auto& due : r.stable_due) {
    for (const output& o : due) {
      if (!example && clause_of_missing(o) == clause) example = o.shown;
    }
  }
  if (!example) return {verdict::lost_wakeup, clause, "the model can still move"};
  const std::string detail = "nothing moves any more, though by the model " + text_of(r, *example);
  switch (example->kind) {
    case label_kind::callback_begin:
      return {verdict::missing_callback, clause, detail};
    case label_kind::released:
      return {verdict::missing_release, clause, detail};
    default:
      return {verdict::lost_wakeup, clause, detail};
  }
}

judgement wrong_return(const refusal& r) {
  std::vector<std::string_view> clauses;
  bool value_due = false;
  bool exception_due = false;
  bool disposed_due = false;
  for (const output& o : r.due) {
    if (o.shown.kind != label_kind::ret || o.shown.thread != r.refused.thread) continue;
    clauses.push_back(o.clause);
    (o.shown.result < 0 ? exception_due : value_due) = true;
    disposed_due = disposed_due || o.shown.result == model::outcome::object_disposed;
  }
  const std::string detail = text_of(r, r.refused) + "; " + allowed(r);
  if (clauses.empty()) return {verdict::wrong_result, most_frequent(r.why_pending), detail};
  const bool threw = r.refused.result < 0;
  verdict what = verdict::wrong_result;
  if (threw && value_due) what = verdict::unexpected_exception;
  if (!threw && exception_due && !value_due)
    what = disposed_due ? verdict::use_after_close : verdict::missing_exception;
  return {what, most_frequent(clauses), detail};
}

judgement judge(const refusal& r) {
  const std::string detail = text_of(r, r.refused) + "; " + allowed(r);
  const std::string_view forbidden = most_frequent(r.why_refused);
  switch (r.refused.kind) {
    case label_kind::quiescent:
      return missing(r);
    case label_kind::ret:
      return wrong_return(r);
    case label_kind::callback_begin:
    case label_kind::callback_end: {
      // One is due, but was given something wrong.
      const bool otherwise = r.refused.result < 0 && std::ranges::any_of(
                                                         r.due,
                                                         [&](const output& o) {
                                                           return o.shown.kind == r.refused.kind &&
                                                                  o.shown.objects[0] == r.refused.objects[0];
                                                         });
      return {otherwise ? verdict::wrong_result : verdict::late_callback, forbidden, detail};
    }
    case label_kind::released:
      return {verdict::double_release, forbidden, detail};
    case label_kind::call:
      break;
  }
  return {verdict::misuse, forbidden, detail};
}

}  // namespace

finding explain_refusal(const refusal& r) {
  const judgement j = judge(r);
  finding f;
  f.verdict = j.what;
  f.clause = j.clause;
  f.thread = r.refused.thread;
  if (const model::clause* c = model::clause_named(j.clause)) f.text = c->text;
  f.detail = j.detail;
  return f;
}

}  // namespace selvage::conform
