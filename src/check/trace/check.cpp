#include "src/check/trace/check.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "model/operation.h"
#include "src/check/trace/line_reader.h"
#include "src/conform/checker.h"
#include "src/program/history.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;

/// A recording does not say beforehand which objects are used together: whatever might be is.
std::vector<std::uint8_t> groups_of(const program& p) {
  auto all = components(p);
  std::array<std::size_t, 256> first{};
  first.fill(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto of = model::info(p.objects[i].spec.kind).of;
    if (of == model::family::registrations) of = model::family::events;
    if (of != model::family::events && of != model::family::async_results) continue;
    auto& leader = first[static_cast<std::size_t>(of)];
    if (leader == all.size()) {
      leader = i;
      continue;
    }
    const auto from = all[i];
    std::ranges::replace(all, from, all[leader]);
  }
  return all;
}

std::string in_words(const program& p, const label& l) {
  const auto who = "T" + std::to_string(l.thread);
  switch (l.kind) {
    case label_kind::ret:
      return who + " returns from " + std::string(operation_name(l.op)) + ": " + result_text(l);
    case label_kind::quiescent:
      return "nothing: the history may rest here";
    default:
      return to_text(p, l);
  }
}

/// What the clients of an execution did, as a program.
program program_of(const trace_header& h, std::span<const label> labels) {
  auto p = h.what;
  p.threads.resize(h.threads);
  for (auto& o : p.objects) {
    if (model::info(o.spec.kind).of == model::family::events && !h.releases) o.spec.owns = false;
  }
  for (const auto& l : labels) {
    if (l.kind == label_kind::call && l.thread < h.threads)
      p.threads[l.thread].push_back({l.op, l.object_count, l.objects, l.timeout_ms});
  }
  return p;
}

class trace_run {
 public:
  trace_run(int descriptor, const model::profile* held_to, const std::function<void(const trace_result&)>& tick,
            const trace_observer& seen)
      : lines_(descriptor, longest_line, trace_parser::padding()), held_to_(held_to), tick_(tick), seen_(seen) {}

  trace_result check() {
    const auto begin = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(); };
    try {
      read_all(passed);
      end_execution();
      if (result_.lines == 0) throw trace_error("the file is empty");
    } catch (const std::runtime_error& e) {
      const auto number = std::max<std::uint64_t>(lines_.number(), 1);
      result_.error = "line " + std::to_string(number) + ": " + e.what();
      if (result_.events != 0 && result_.violations.empty())
        result_.error += "; the " + std::to_string(result_.events) + " events before it conform";
    }
    result_.seconds = passed();
    return std::move(result_);
  }

 private:
  static constexpr std::size_t longest_line = std::size_t{1} << 20;
  static constexpr std::uint64_t lines_a_tick = 1 << 16;

  template <class Clock>
  void read_all(const Clock& passed) {
    while (const auto line = lines_.next()) {
      ++result_.lines;
      result_.bytes += line->size() + 1;
      if (line->find_first_not_of(" \t\r") == std::string_view::npos) continue;
      read(*line);
      if (tick_ && result_.lines % lines_a_tick == 0) {
        result_.seconds = passed();
        tick_(result_);
      }
    }
  }

  void read(std::string_view line) {
    trace_event e;
    try {
      e = parser_.parse(line);
    } catch (const trace_rubbish&) {
      if (lines_.unterminated()) throw trace_error("the recording is cut short in the middle of this line");
      throw;
    }
    if (e.sequence) {
      if (sequence_ && *e.sequence <= *sequence_)
        throw trace_error("out of order: \"seq\" " + std::to_string(*e.sequence) + " comes after " +
                          std::to_string(*sequence_));
      sequence_ = e.sequence;
    }
    switch (e.is) {
      case trace_event::kind::header:
        end_execution();
        begin_subject();
        return;
      case trace_event::kind::execution:
        end_execution();
        return;
      case trace_event::kind::label:
        take(e.shown);
    }
  }

  void begin_subject() {
    result_.header = parser_.header();
    const auto& h = result_.header;
    const model::profile* profile = held_to_;
    if (profile == nullptr) {
      profile = model::profile_named(h.profile.empty() ? "strict" : h.profile);
      if (profile == nullptr) throw trace_error("there is no profile '" + h.profile + "'");
    }
    result_.profile = profile->name;
    std::vector<model::object_spec> specs;
    for (const auto& o : h.what.objects) {
      specs.push_back(o.spec);
      if (model::info(o.spec.kind).of == model::family::events && !h.releases) specs.back().owns = false;
    }
    try {
      checker_ = conform::make_checker(specs, groups_of(h.what), *profile, conform::every_effort);
    } catch (const std::invalid_argument& e) {
      throw trace_error(std::string("these objects cannot be checked together: ") + e.what());
    }
    begin_execution();
  }

  void begin_execution() {
    checker_->restart();
    pending_.fill({});
    callback_of_.fill(no_object);
    busy_ = 0;
    labels_.clear();
    begins_ = 0;
    conforming_ = 0;
    over_ = violated_ = false;
  }

  void end_execution() {
    if (checker_ == nullptr || begins_ == 0) return;
    if (!over_ && !violated_ && busy_ != 0) ++result_.unfinished;
    if (seen_ && !violated_) seen_(program_of(result_.header, labels_), labels_);
    begin_execution();
  }

  void take(label l) {
    if (begins_ == 0) {
      begins_ = lines_.number();
      ++result_.executions;
    }
    if (over_) throw trace_error("there is an event behind the final quiescent; an \"execution\" begins the next one");
    follow(l);
    ++result_.events;
    if (violated_) return;
    if (seen_) labels_.push_back(l);
    if (!checker_->step(l)) return note(l);
    ++conforming_;
    if (busy_ == 0) checker_->checkpoint();
  }

  /// What is wrong with an event whatever the objects do; fills in what a return leaves out.
  void follow(label& l) {
    switch (l.kind) {
      case label_kind::call: {
        auto& mine = pending_[l.thread];
        if (mine.line != 0)
          throw trace_error("thread " + std::to_string(l.thread) + " calls, though its call of line " +
                            std::to_string(mine.line) + " has not returned");
        if (l.thread >= parser_.header().threads && callback_of_[l.thread] == no_object)
          throw trace_error("thread " + std::to_string(l.thread) + " calls outside a callback");
        mine = {l, lines_.number()};
        ++busy_;
        return;
      }
      case label_kind::ret: {
        auto& mine = pending_[l.thread];
        if (mine.line == 0)
          throw trace_error("thread " + std::to_string(l.thread) + " returns, though no call of it is pending");
        if (l.op != model::operation::none && l.op != mine.called.op)
          throw trace_error("thread " + std::to_string(l.thread) + " returns from " +
                            std::string(operation_name(l.op)) + ", though it called " +
                            std::string(operation_name(mine.called.op)) + " in line " + std::to_string(mine.line));
        const auto result = l.result;
        l = mine.called;
        l.kind = label_kind::ret;
        l.result = result;
        mine = {};
        --busy_;
        return;
      }
      case label_kind::callback_begin:
        if (callback_of_[l.thread] != no_object)
          throw trace_error("a callback begins on thread " + std::to_string(l.thread) + ", where another one runs");
        callback_of_[l.thread] = l.objects[0];
        ++busy_;
        return;
      case label_kind::callback_end:
        if (callback_of_[l.thread] != l.objects[0])
          throw trace_error("a callback ends on thread " + std::to_string(l.thread) + " that has not begun there");
        if (pending_[l.thread].line != 0)
          throw trace_error("a callback ends, though its call of line " + std::to_string(pending_[l.thread].line) +
                            " has not returned");
        callback_of_[l.thread] = no_object;
        --busy_;
        return;
      case label_kind::quiescent:
        over_ = l.result != 0;
        return;
      case label_kind::released:
        return;
    }
  }

  void note(const label& l) {
    violated_ = true;
    auto f = checker_->explain();
    const auto same = [&f](const trace_violation& v) { return v.verdict == f.verdict && v.clause == f.clause; };
    const auto known = std::ranges::find_if(result_.violations, same);
    if (known != result_.violations.end()) {
      ++known->times;
      return;
    }
    trace_violation v;
    v.verdict = f.verdict;
    v.clause = std::move(f.clause);
    v.text = std::move(f.text);
    v.detail = std::move(f.detail);
    v.line = lines_.number();
    v.begins = begins_;
    v.conforming = conforming_;
    v.execution = result_.executions;
    v.event = to_text(parser_.header().what, l);
    v.states = checker_->states();
    for (const label& a : checker_->allowed()) v.allowed.push_back(in_words(parser_.header().what, a));
    result_.violations.push_back(std::move(v));
  }

  struct pending_call {
    label called;
    std::uint64_t line{};  ///< 0: none
  };
  static constexpr std::uint8_t no_object = 0xff;

  line_reader lines_;
  trace_parser parser_;
  const model::profile* held_to_;
  const std::function<void(const trace_result&)>& tick_;
  const trace_observer& seen_;
  std::vector<label> labels_;  ///< of this execution, when there is someone to see it
  std::unique_ptr<conform::checker> checker_;
  trace_result result_;
  std::optional<std::uint64_t> sequence_;
  std::array<pending_call, max_threads> pending_{};
  std::array<std::uint8_t, max_threads> callback_of_{};  ///< the object whose callback a thread runs
  std::size_t busy_{};                                   ///< pending calls and running callbacks
  std::uint64_t begins_{};
  std::uint64_t conforming_{};
  bool over_{};
  bool violated_{};
};

}  // namespace

trace_result check_trace(int descriptor, const model::profile* held_to,
                         const std::function<void(const trace_result&)>& tick, const trace_observer& seen) {
  return trace_run(descriptor, held_to, tick, seen).check();
}

}  // namespace selvage::check
