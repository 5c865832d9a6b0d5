#include "src/report/timeline/drawing.h"

#include <algorithm>
#include <map>
#include <utility>

#include "src/program/history.h"
#include "src/report/timeline/step_text.h"

namespace selvage::report {
namespace {

using model::label;
using model::label_kind;
using record::act;
using record::step;

constexpr auto none = timeline::none;

class drawing {
 public:
  drawing(const record::recording& r, const history_of_execution* history)
      : recording_(r),
        history_(history),
        last_row_(r.threads.size(), none),
        wait_(r.threads.size(), none),
        call_(r.threads.size(), none),
        pending_wake_(r.threads.size(), none),
        life_(r.threads.size(), none),
        row_of_(r.steps.size(), none) {}

  timeline draw(std::string verdict) {
    out_.verdict = std::move(verdict);
    for (const auto& o : recording_.objects) out_.objects.push_back(o.name);
    out_.places = recording_.places;
    out_.stacks = recording_.stacks;
    out_.left_out = recording_.left_out;
    add_lanes();
    for (std::size_t i = 0; i < recording_.steps.size(); ++i) add_step(i);
    add_ending();
    close_spans();
    mark_failure();
    for (const auto& f : recording_.findings) out_.notes.push_back(f.text);
    return std::move(out_);
  }

 private:
  struct atomic_write {
    const step* by{};
    std::uint32_t row{};
    bool releases{};  ///< or goes on with what does
  };

  // ---- lanes ----

  [[nodiscard]] std::uint8_t client(std::size_t thread) const {
    return history_ != nullptr && thread < history_->clients.size() ? history_->clients[thread] : check::no_client;
  }

  void add_lanes() {
    for (std::size_t t = 0; t < recording_.threads.size(); ++t) {
      const auto c = client(t);
      if (c == check::no_client || c >= history_->program->threads.size()) {
        out_.lanes.push_back({recording_.threads[t].name, history_ == nullptr ? ""
                                                          : t == 0            ? "sets up"
                                                                              : "the subject's"});
        continue;
      }
      std::string does;
      for (const auto& o : history_->program->threads[c])
        does += (does.empty() ? "" : "; ") + check::to_text(*history_->program, o);
      out_.lanes.push_back({"T" + std::to_string(c), does});
    }
    if (!out_.lanes.empty()) life_[0] = 0;
  }

  // ---- rows ----

  timeline::row& add_row(std::uint32_t lane) {
    auto& row = out_.rows.emplace_back();
    row.lane = lane;
    if (lane == none) return row;
    const auto at = here();
    row.switches = last_lane_ != none && last_lane_ != lane;
    row.preempts = row.switches && preempts_;
    preempts_ = false;
    last_lane_ = lane;
    if (last_row_[lane] == none && life_[lane] == none) life_[lane] = at;
    last_row_[lane] = at;
    end_wait(lane, at);
    if (const auto from = std::exchange(pending_wake_[lane], none); from != none)
      out_.arrows.push_back(
          {woken_by_start_[lane] ? timeline::arrow_kind::orders : timeline::arrow_kind::wakes, from, at});
    return row;
  }

  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(out_.rows.size() - 1); }

  /// The next step, when the same thread does it at once on the same object.
  [[nodiscard]] bool goes_on_with(std::size_t i, act what) const {
    if (i + 1 >= recording_.steps.size()) return false;
    const step& s = recording_.steps[i];
    const step& next = recording_.steps[i + 1];
    return next.what == what && next.thread == s.thread && next.object == s.object;
  }

  void add_step(std::size_t i) {
    const step& s = recording_.steps[i];
    preempts_ = preempts_ || s.preempts;
    if (s.what == act::attempts && (goes_on_with(i, act::takes) || goes_on_with(i, act::sleeps))) return;
    if (s.what == act::wakes) return add_wake(s);
    if (s.what == act::labels) return add_label(s.count, s.thread);
    auto& row = add_row(s.thread);
    const auto at = here();
    row.kind = kind_of(s);
    row.text = text_of(recording_, out_.lanes, s);
    row.value = value_of(recording_, s);
    row.object = s.object;
    row.stack = s.stack;
    row_of_[i] = at;
    if (s.newer != 0) add_missed(s, row, at);
    if (s.event != 0) by_event_.emplace(s.event, at);
    if (s.what == act::stops) stop_ = at;
    track(s, at);
  }

  void add_missed(const step& s, timeline::row& row, std::uint32_t at) {
    const auto missed = s.missed == step::none ? none : row_of_[s.missed];
    row.newer = s.newer;
    row.old = old_text(recording_, out_.lanes, s, missed);
    if (missed != none) out_.arrows.push_back({timeline::arrow_kind::misses, missed, at});
  }

  void add_wake(const step& s) {
    if (last_row_[s.thread] == none) return;
    pending_wake_[s.other] = last_row_[s.thread];
    woken_by_start_[s.other] = false;
  }

  /// What a step does to spans and arrows.
  void track(const step& s, std::uint32_t at) {
    switch (s.what) {
      case act::starts:
        life_[s.other] = at;
        pending_wake_[s.other] = at;
        woken_by_start_[s.other] = true;
        return;
      case act::ends:
        out_.spans.push_back({timeline::span_kind::life, s.thread, life_[s.thread], at, none, {}});
        ended_[s.thread] = true;
        return;
      case act::joins:
        if (last_row_[s.other] != none) out_.arrows.push_back({timeline::arrow_kind::orders, last_row_[s.other], at});
        return;
      case act::attempts:
      case act::sleeps:
        wait_[s.thread] = at;
        return;
      case act::takes:
        if (const auto given = given_.find(s.object); given != given_.end()) order(given->second, at);
        if (is_lock(s)) owned_[{s.thread, s.object}] = at;
        return;
      case act::gives:
        given_[s.object] = at;
        if (const auto taken = owned_.find({s.thread, s.object}); taken != owned_.end()) {
          own(taken->first, taken->second, at);
          owned_.erase(taken);
        }
        return;
      case act::loads:
        read(s, at);
        return;
      case act::stores:
        written_[s.object].push_back({&s, at, releases(s)});
        return;
      case act::updates: {
        read(s, at);
        auto& before = written_[s.object];
        before.push_back({&s, at, releases(s) || (!before.empty() && before.back().releases)});
        return;
      }
      case act::writes:
        written_.erase(s.object);
        return;
      default:
        return;
    }
  }

  [[nodiscard]] static bool is_lock(const step& s) { return s.how <= 1; }  // engine::hold: exclusive, shared

  void order(std::uint32_t from, std::uint32_t to) {
    if (out_.rows[from].lane != out_.rows[to].lane) out_.arrows.push_back({timeline::arrow_kind::orders, from, to});
  }

  void read(const step& s, std::uint32_t at) {
    const auto& all = written_[s.object];
    if (all.size() <= s.newer) return;
    const auto& from = all[all.size() - 1 - s.newer];
    if (from.by->thread == s.thread) return;
    // Another object was there before.
    if (from.by->values == 2 && s.values != 0 && from.by->value[1] != s.value[0]) return;
    const bool ordered = from.releases && acquires(s);
    out_.arrows.push_back({ordered ? timeline::arrow_kind::orders : timeline::arrow_kind::reads, from.row, at});
  }

  // ---- the history ----

  void add_label(std::size_t index, std::uint32_t thread) {
    if (history_ == nullptr || index >= history_->labels.size()) return;
    next_label_ = index + 1;
    const label& l = history_->labels[index];
    auto& row = add_row(l.kind == label_kind::quiescent ? none : thread);
    const auto at = here();
    row.kind = l.kind == label_kind::quiescent                                      ? timeline::row_kind::rule
               : l.kind == label_kind::call || l.kind == label_kind::callback_begin ? timeline::row_kind::call
                                                                                    : timeline::row_kind::answer;
    row.text = label_text(*history_->program, l);
    if (index < history_->states.size()) row.states = add_states(history_->states[index]);
    if (index == history_->refused) {
      row.failing = true;
      row.remark = l.kind == label_kind::quiescent ? "the model can still move" : "the model allows no such step";
    }
    if (row.kind == timeline::row_kind::call) call_[thread] = at;
    if (l.kind == label_kind::ret || l.kind == label_kind::callback_end) end_call(thread, at);
  }

  std::uint32_t add_states(const std::vector<std::string>& states) {
    const auto [at, is_new] = known_states_.try_emplace(states, static_cast<std::uint32_t>(out_.states.size()));
    if (is_new) out_.states.push_back(states);
    return at->second;
  }

  // ---- spans ----

  void end_wait(std::uint32_t lane, std::uint32_t at) {
    if (const auto from = std::exchange(wait_[lane], none); from != none && at > from)
      out_.spans.push_back({timeline::span_kind::waits, lane, from, at, out_.rows[from].object, out_.rows[from].text});
  }

  void end_call(std::uint32_t lane, std::uint32_t at) {
    if (const auto from = std::exchange(call_[lane], none); from != none)
      out_.spans.push_back({timeline::span_kind::calls, lane, from, at, none, out_.rows[from].text});
  }

  void own(const std::pair<std::uint32_t, std::uint32_t>& who, std::uint32_t from, std::uint32_t to) {
    out_.spans.push_back(
        {timeline::span_kind::owns, who.first, from, to, who.second, "holds " + out_.objects[who.second]});
  }

  void close_spans() {
    if (out_.rows.empty()) return;
    const auto end = here();
    for (const auto& [who, from] : owned_) own(who, from, end);
    for (std::uint32_t lane = 0; lane < out_.lanes.size(); ++lane) {
      end_wait(lane, end);
      end_call(lane, end);
      if (!ended_[lane] && life_[lane] != none)
        out_.spans.push_back({timeline::span_kind::life, lane, life_[lane], end, none, {}});
    }
  }

  // ---- the end ----

  void add_ending() {
    if (history_ != nullptr)
      for (auto i = next_label_; i < history_->labels.size(); ++i) add_label(i, 0);
    if (out_.left_out != 0) {
      auto& row = add_row(none);
      row.kind = timeline::row_kind::rule;
      row.text = std::to_string(out_.left_out) + " more steps are left out";
    }
    const bool told = history_ != nullptr && !history_->labels.empty() &&
                      history_->labels.back().kind == label_kind::quiescent && recording_.ending == "deadlock";
    if (told || recording_.ending == "finished" || recording_.ending == "exited" || stop_ != none) return;
    auto& row = add_row(none);
    row.kind = timeline::row_kind::rule;
    row.text = recording_.message.empty() ? recording_.ending : recording_.message;
    for (const auto& s : recording_.stuck) row.value += (row.value.empty() ? "" : "; ") + s;
  }

  void mark_missed() {
    for (const auto& a : out_.arrows) {
      if (a.kind != timeline::arrow_kind::misses) continue;
      auto& row = out_.rows[a.from];
      row.involved = out_.rows[a.to].involved = true;
      if (row.remark.empty()) row.remark = out_.lanes[out_.rows[a.to].lane].name + " misses it";
    }
  }

  void mark_failure() {
    if (out_.verdict == "holds" || out_.rows.empty()) return;
    const bool refused = out_.failing_row() != none;
    const auto mark = [&](const record::recorded_finding& f) {
      bool first = !refused && f.verdict == out_.verdict && out_.failing_row() == none;
      for (const auto& d : f.deeds) {
        const auto at = by_event_.find(d.event);
        if (at == by_event_.end()) continue;
        auto& row = out_.rows[at->second];
        row.involved = true;
        // The age of what was read says more than a note of the read.
        if (row.remark.empty() && (row.old.empty() || !f.verdict.empty())) row.remark = d.text;
        row.failing = row.failing || std::exchange(first, false);
      }
    };
    for (const auto& f : recording_.findings)
      if (!f.verdict.empty()) mark(f);
    mark_missed();
    for (const auto& f : recording_.findings)
      if (f.verdict.empty()) mark(f);
    if (out_.failing_row() != none) return;
    out_.rows[stop_ != none ? stop_ : here()].failing = true;
  }

  const record::recording& recording_;
  const history_of_execution* history_;
  timeline out_;
  std::vector<std::uint32_t> last_row_;      ///< by lane
  std::vector<std::uint32_t> wait_;          ///< by lane: the row that began it
  std::vector<std::uint32_t> call_;          ///< by lane: the row that began it
  std::vector<std::uint32_t> pending_wake_;  ///< by lane: the row that let it go on
  std::vector<std::uint32_t> life_;          ///< by lane: the row it began at
  std::map<std::uint32_t, bool> woken_by_start_;
  std::map<std::uint32_t, bool> ended_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> owned_;  ///< (lane, object): the row it was taken at
  std::map<std::uint32_t, std::uint32_t> given_;                            ///< object: the row it was last given at
  std::map<std::uint32_t, std::vector<atomic_write>> written_;              ///< object: since its last plain write
  std::map<std::uint32_t, std::uint32_t> by_event_;
  std::map<std::vector<std::string>, std::uint32_t> known_states_;
  std::size_t next_label_{};
  std::uint32_t last_lane_{none};
  std::vector<std::uint32_t> row_of_;  ///< by step
  std::uint32_t stop_{none};
  bool preempts_{};
};

}  // namespace

timeline draw(const record::recording& r, std::string verdict, const history_of_execution* history) {
  return drawing(r, history).draw(std::move(verdict));
}

}  // namespace selvage::report
