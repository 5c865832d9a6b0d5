#include "src/conform/explain.h"

#include <algorithm>
#include <string>

#include "model/clause.h"
#include "src/conform/explain_rules.h"

namespace selvage::conform {
namespace {

using model::label_kind;
using model::phase;

std::string object_list(const model::label& l, std::span<const std::uint8_t> members) {
  std::string text;
  for (std::size_t i = 0; i < l.object_count; ++i) {
    const std::size_t object = l.objects[i];
    if (i != 0) text += ", ";
    text += object < members.size() ? std::to_string(members[object]) : "?";
  }
  return text;
}

std::string call_text(const call_record& c, std::span<const std::uint8_t> members) {
  return std::string(model::name(c.call.op)) + "(" + object_list(c.call, members) + ")";
}

/// What the thread may do in the machine: its possible returns, or that it cannot return.
std::string allowed(const trail& t, std::uint8_t thread) {
  std::vector<std::string> ways;
  for (const traced_state& s : t.states()) {
    const model::pending_call& c = s.state.threads[thread];
    std::string way;
    if (c.at == phase::done) way = "returns " + model::describe_result(c.op, c.result);
    if (c.at == phase::releasing) way = "releases the resource";
    if (!way.empty() && std::ranges::find(ways, way) == ways.end()) ways.push_back(way);
  }
  if (ways.empty()) return "the call cannot return yet";
  std::ranges::sort(ways);
  std::string text = "the call ";
  for (std::size_t i = 0; i < ways.size(); ++i) text += (i == 0 ? "" : " or ") + ways[i];
  return text;
}

std::string detail(const trail& t, const judgement& j, std::span<const std::uint8_t> members) {
  const model::label& l = t.refused();
  const call_record* call = t.pending(j.thread);
  const std::string who = "thread " + std::to_string(j.thread);
  if (call == nullptr) return who + " has no call under way, and the history goes on as if it had";
  const std::string what = call_text(*call, members);
  const std::string model_says = "the model: " + allowed(t, j.thread);
  switch (l.kind) {
    case label_kind::ret:
      return who + ": " + what + " returned " + model::describe_result(call->call.op, l.result) +
             (l.overdue != 0 ? " after a deadline that was started again; " : "; ") + model_says;
    case label_kind::released:
      return who + ": " + what + " released the resource of object " +
             (l.objects[0] < members.size() ? std::to_string(members[l.objects[0]]) : "?") + "; " + model_says;
    case label_kind::quiescent:
      return who + ": " + what + " never returned, though nothing else can move; " + model_says;
    case label_kind::call:
    case label_kind::callback_begin:
    case label_kind::callback_end:
      break;
  }
  return who + ": a call began while " + what + " was still under way";
}

}  // namespace

finding explain(const trail& t, std::span<const std::uint8_t> members) {
  judgement j;
  switch (t.refused().kind) {
    case label_kind::ret:
      j = judge_return(t);
      break;
    case label_kind::released:
      j = judge_released(t);
      break;
    case label_kind::quiescent:
      j = judge_quiescent(t);
      break;
    case label_kind::call:
    case label_kind::callback_begin:
    case label_kind::callback_end:
      j = {model::verdict::misuse, "", t.refused().thread};
      break;
  }
  finding f;
  f.verdict = j.verdict;
  f.clause = j.clause;
  f.thread = j.thread;
  if (const model::clause* c = model::clause_named(j.clause)) f.text = c->text;
  f.detail = t.refused().kind == label_kind::call && t.pending(j.thread) == nullptr
                 ? "thread " + std::to_string(j.thread) + ": a call that the model does not know: its operation does " +
                       "not fit its objects, or they are not checked together"
                 : detail(t, j, members);
  return f;
}

}  // namespace selvage::conform
