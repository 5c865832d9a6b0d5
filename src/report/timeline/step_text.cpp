#include "src/report/timeline/step_text.h"

#include "src/engine/observer.h"
#include "src/program/history.h"

namespace selvage::report {
namespace {

using engine::hold;
using engine::op_kind;
using record::act;
using record::step;

const char* order_name(std::uint8_t order) {
  switch (order) {
    case __ATOMIC_RELAXED:
      return "relaxed";
    case __ATOMIC_CONSUME:
      return "consume";
    case __ATOMIC_ACQUIRE:
      return "acquire";
    case __ATOMIC_RELEASE:
      return "release";
    case __ATOMIC_ACQ_REL:
      return "acq_rel";
    default:
      return "seq_cst";
  }
}

const char* verb_of_taking(hold how, const std::string& kind) {
  switch (how) {
    case hold::exclusive:
      return kind == "rwlock" ? "write-locks" : "locks";
    case hold::shared:
      return "read-locks";
    case hold::token:
      return "takes";
    case hold::arrival:
      return "goes on from";
    case hold::once:
      return "finds done:";
    case hold::transfer:
      return "reads from";
    case hold::readiness:
    case hold::setting:
    case hold::closing:
      return "finds ready:";
  }
  return "takes";
}

const char* verb_of_giving(hold how) {
  switch (how) {
    case hold::exclusive:
    case hold::shared:
      return "unlocks";
    case hold::token:
      return "posts";
    case hold::arrival:
      return "arrives at";
    case hold::once:
      return "completes";
    case hold::transfer:
    case hold::readiness:
      return "writes to";
    case hold::setting:
      return "sets";
    case hold::closing:
      return "closes";
  }
  return "gives";
}

std::string firing(op_kind k) {
  if (k == op_kind::timeout) return "goes on: its time is up";
  if (k == op_kind::spurious) return "wakes for no reason";
  return "is interrupted";
}

std::string sleep_text(const step& s, const std::string& object) {
  if (!object.empty()) return "sleeps on " + object;
  return s.kind == op_kind::join    ? "waits for a thread to end"
         : s.kind == op_kind::sleep ? "sleeps for a time"
                                    : "sleeps";
}

std::string number(std::uint64_t n) {
  // A number that is negative in four or eight bytes, or an address, is easier to read so.
  if (n == ~std::uint64_t{0} || n == 0xffffffffU) return "-1";
  if (n < 0x100000) return std::to_string(n);
  std::string digits;
  for (; n != 0; n >>= 4) digits.insert(digits.begin(), "0123456789abcdef"[n & 15]);
  return "0x" + digits;
}

}  // namespace

std::string text_of(const record::recording& r, std::span<const timeline::lane> lanes, const step& s) {
  const auto object = s.object == step::none ? std::string() : r.objects[s.object].name;
  const auto kind = s.object == step::none ? std::string() : r.objects[s.object].kind;
  const auto other = s.other < lanes.size() ? lanes[s.other].name : std::string("a thread");
  const auto how = static_cast<hold>(s.how);
  switch (s.what) {
    case act::starts:
      return "starts " + other;
    case act::joins:
      return "joins " + other;
    case act::ends:
      return "ends";
    case act::attempts:
      return "waits for " + object;
    case act::sleeps:
      return sleep_text(s, object);
    case act::takes:
      return verb_of_taking(how, kind) + (' ' + object);
    case act::gives:
      return verb_of_giving(how) + (' ' + object);
    case act::notifies:
      return "notifies " + object;
    case act::wakes:
      return "wakes " + other;
    case act::fires:
      return firing(s.kind);
    case act::yields:
      return "yields";
    case act::loads:
    case act::reads:
      return (object.starts_with("descriptor ") ? "uses " : "reads ") + object;
    case act::stores:
    case act::writes:
      return (object.starts_with("descriptor ") ? s.count == 1 ? "closes " : "opens " : "writes ") + object;
    case act::updates:
      return "updates " + object;
    case act::fences:
      return "fence";
    case act::allocates:
      return "allocates " + object;
    case act::frees:
      return "frees " + object;
    case act::stops:
      return "stops here";
    case act::labels:
      break;
  }
  return {};
}

std::string value_of(const record::recording&, const step& s) {
  std::string text;
  if (s.values == 1) text = number(s.value[0]);
  if (s.values == 2)
    text = s.what == act::updates || s.value[0] != s.value[1] ? number(s.value[0]) + " → " + number(s.value[1])
                                                              : number(s.value[1]);
  const bool atomic = s.what == act::loads || s.what == act::stores || s.what == act::updates;
  if (atomic || s.what == act::fences) text += (text.empty() ? "" : " ") + std::string(order_name(s.how));
  if (s.what == act::notifies)
    text = s.count == 0 ? "nobody sleeps" : s.count == 1 ? "1 sleeps" : std::to_string(s.count) + " sleep";
  if (s.what == act::allocates || s.what == act::frees) text = std::to_string(s.count) + " bytes";
  return text;
}

std::string old_text(const record::recording& r, std::span<const timeline::lane> lanes, const step& s,
                     std::uint32_t missed) {
  if (s.newer == 0) return {};
  if (missed == timeline::none)
    return "an old value: " + std::to_string(s.newer) + (s.newer == 1 ? " is newer" : " are newer");
  const step& by = r.steps[s.missed];
  std::string text = "an old value: " + lanes[by.thread].name + (by.what == act::updates ? "'s update" : "'s store");
  if (by.values == 2) text += (by.what == act::updates ? " to " : " of ") + number(by.value[1]);
  text += " (step " + std::to_string(missed + 1) + ") is newer";
  if (s.newer > 1) text += ", and " + std::to_string(s.newer - 1) + " after it";
  return text;
}

std::string age_text(std::uint32_t newer) { return "old: " + std::to_string(newer) + " newer"; }

timeline::row_kind kind_of(const step& s) noexcept {
  using enum timeline::row_kind;
  switch (s.what) {
    case act::loads:
    case act::stores:
    case act::updates:
    case act::fences:
      return atomic;
    case act::reads:
    case act::writes:
    case act::allocates:
    case act::frees:
      return memory;
    case act::takes:
    case act::gives:
      return lock;
    case act::attempts:
    case act::sleeps:
    case act::notifies:
    case act::fires:
      return wait;
    case act::starts:
    case act::joins:
    case act::ends:
      return thread;
    default:
      return other;
  }
}

std::string label_text(const check::program& p, const model::label& l) {
  using model::label_kind;
  const auto object = [&] { return p.objects.at(l.objects[0]).name; };
  switch (l.kind) {
    case label_kind::call:
      return check::to_text(p, check::program_operation{l.op, l.object_count, l.objects, l.timeout_ms});
    case label_kind::ret:
      return "returns " + check::result_text(l) + (l.overdue != 0 ? ", past its deadline" : "");
    case label_kind::released:
      return "releases " + object();
    case label_kind::callback_begin:
      return "callback of " + object() + (l.result == model::outcome::timed_out ? ", timed out" : "");
    case label_kind::callback_end:
      return "the callback of " + object() + " ends";
    case label_kind::quiescent:
      return l.result != 0 ? "the end: nothing can move any more" : "nothing can move by itself";
  }
  return {};
}

bool releases(const step& s) noexcept { return s.how >= __ATOMIC_RELEASE; }
bool acquires(const step& s) noexcept { return s.how != __ATOMIC_RELAXED && s.how != __ATOMIC_RELEASE; }

}  // namespace selvage::report
