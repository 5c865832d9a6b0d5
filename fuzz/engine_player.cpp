#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "fuzz/environment.h"
#include "fuzz/feedback.h"
#include "fuzz/player.h"
#include "fuzz/program_bytes.h"
#include "src/check/coverage/coverage.h"
#include "src/check/fuzz/fuzzer.h"
#include "src/check/fuzz/reads_from.h"
#include "src/check/subject/subject_library.h"
#include "src/program/mutation.h"
#include "src/report/fuzz_report.h"
#include "src/report/investigation.h"

namespace selvage::fuzzing {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t schedules = 32;          // of one input
constexpr std::size_t histories_looked_at = 2;   // of one input
constexpr std::size_t operations_looked_at = 9;  // explaining a history of more costs more than it tells

constexpr check::minimiser_limits limits{.executions_at_least = 200,
                                         .executions_at_most = 3'000,
                                         .program_executions = 60'000,
                                         .search_executions = 2'000,
                                         .schedule_executions = 2'000};
constexpr check::minimiser_limits no_time{.executions_at_least = 0,
                                          .executions_at_most = 0,
                                          .program_executions = 0,
                                          .search_executions = 0,
                                          .schedule_executions = 0};

/// Where a fleet unpacks the target, its subjects are in lib/ beside it.
void find_subjects() {
  std::error_code ignored;
  const auto beside = fs::read_symlink("/proc/self/exe", ignored).parent_path() / "lib";
  if (fs::exists(beside / "reference.so", ignored)) setenv("SELVAGE_SUBJECT_PATH", beside.c_str(), 0);
}

class player {
 public:
  explicit player(model::family f) : family_(f), subject_(loaded()), held_to_(&profile()) {
    const auto& g = grammar_of(f);
    const auto has = [&](model::operation op) { return model::info(op).of == f && subject_.can.has(op); };
    if (std::ranges::none_of(g.calls, has)) {
      refuse("subject '" + subject_.name + "' has no " + std::string(model::name(f)) + ": nothing to play");
    }
    pairs_.mark_in(feedback::pairs());
  }

  bool play(std::span<const std::uint8_t> input) {
    auto e = decode(family_, input);
    limit(e.what);
    if (e.what.threads.empty() || !subject_.can.missing(e.what).empty()) return false;
    feedback::begin();
    try {
      execute(e);
    } catch (const std::invalid_argument&) {
      return false;  // no machine checks these objects together
    }
    feedback::hand_over();
    return true;
  }

 private:
  static check::subject loaded() {
    find_subjects();
    try {
      return check::load_subject(variable("SELVAGE_FUZZ_SUBJECT", "reference"));
    } catch (const check::subject_error& e) {
      refuse(std::string("SELVAGE_FUZZ_SUBJECT: ") + e.what());
    }
  }

  [[nodiscard]] const model::profile& profile() const {
    const char* const own = subject_.table == nullptr ? nullptr : subject_.table->profile;
    const auto name = variable("SELVAGE_FUZZ_PROFILE", own == nullptr ? "strict" : own);
    const auto* const found = model::profile_named(name);
    if (found == nullptr) refuse("SELVAGE_FUZZ_PROFILE: there is no profile '" + name + "'");
    return *found;
  }

  /// Takes out the operations that the subject lacks.
  void limit(check::program& p) const {
    const auto lacking = [&](const check::program_operation& o) { return !subject_.can.has(o.op); };
    for (auto& o : p.objects) std::erase_if(o.callback, lacking);
    for (auto& t : p.threads) std::erase_if(t, lacking);
    std::erase_if(p.threads, [](const auto& t) { return t.empty(); });
  }

  void execute(const check::corpus_entry& e) {
    check::exploration how;
    how.seed = e.seed;
    how.engine.interrupts = e.interrupts;
    const auto strategy = check::make_strategy(how);
    check::harness h(subject_, e.what, *held_to_, how.engine);
    pairs_.look_at(h);
    std::size_t looked_at = e.what.operation_count() <= operations_looked_at ? 0 : histories_looked_at;
    if (strategy->wants_profile()) h.run(*strategy, engine::profile_index);
    h.watch(&pairs_);
    for (std::uint64_t i = 0; i < schedules && h.run(*strategy, i); ++i) {
      if (!h.unsupported().empty()) refuse(h.unsupported());
      if (h.verdict() != model::verdict::holds) return note(h, e.what, how, i);
      if (!h.first_seen() || looked_at == histories_looked_at) continue;
      ++looked_at;
      for (const auto t : check::transitions_of_history(e.what, h.labels(), *held_to_, e.interrupts)) feedback::took(t);
    }
  }

  void note(check::harness& h, const check::program& p, const check::exploration& how, std::uint64_t index) const {
    if (check::clients_fault(h)) return;
    // AFL++ keeps the input; nobody reads what is printed, and the time would count as a hang.
    if (feedback::under_afl() && variable("SELVAGE_FUZZ_OUT", {}).empty()) std::abort();
    const auto v = check::violation_of(h, index);
    h.watch(nullptr);
    check::campaign_options options;
    options.how = how;
    options.held_to = held_to_;
    auto i = report::investigate(subject_, p, v, options, {subject_.name, std::string(held_to_->name), "fuzz", false},
                                 feedback::under_afl() ? no_time : limits);
    i.file = write_found(report::fuzz_file_name(i.shown, check::shape_of(i.shown.what)), to_text(i.shown)).string();
    std::fputs(report::describe(i, report::style_of(STDERR_FILENO)).c_str(), stderr);
    std::abort();
  }

  model::family family_;
  check::subject subject_;
  const model::profile* held_to_;
  check::reads_from pairs_;
};

std::unique_ptr<player> the_player;

}  // namespace

void prepare(model::family f) { the_player = std::make_unique<player>(f); }

bool play(model::family, std::span<const std::uint8_t> input) { return the_player->play(input); }

}  // namespace selvage::fuzzing
