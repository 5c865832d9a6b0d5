#include <algorithm>
#include <filesystem>
#include <memory>

#include "selvage/check/abi.h"
#include "src/check/subject/subject_library.h"
#include "src/check/suite/suite.h"
#include "src/report/check_report.h"

namespace selvage::report {
namespace {

struct owned_result : selvage_check_result {
  std::string whole_text;
  std::string first_verdict;
  std::string first_clause;

  selvage_check_result* finish(int how) {
    conclusion = how;
    text = whole_text.c_str();
    verdict = first_verdict.c_str();
    clause = first_clause.c_str();
    return this;
  }
};

bool fits(const check::program& p, unsigned allowed) {
  for (const auto& o : p.objects) {
    if (o.spec.kind == model::object_kind::manual_reset_event && (allowed & SELVAGE_CHECK_MANUAL) == 0) return false;
    if (o.spec.kind == model::object_kind::auto_reset_event && (allowed & SELVAGE_CHECK_AUTO) == 0) return false;
  }
  return std::ranges::all_of(p.threads, [&](const auto& t) {
    return std::ranges::all_of(t, [&](const check::program_operation& o) {
      if (o.timeout_ms == 0) return (allowed & SELVAGE_CHECK_POLLS) != 0;
      return o.timeout_ms < 0 || (allowed & SELVAGE_CHECK_TIMEOUTS) != 0;
    });
  });
}

std::vector<check::suite_item> items_for(const selvage_check_request& r, const check::capabilities& can) {
  auto items = check::scenario_items(can, r.executions);
  std::erase_if(items, [&](const auto& i) { return !fits(i.what, r.allowed); });
  constexpr std::uint64_t patience = 20;  // programs looked at for each that is wanted
  std::uint64_t found = 0;
  for (std::uint64_t i = 0; found < r.generated && i < patience * r.generated; ++i) {
    auto one = check::generated_items(can, r.seed, i, 1, std::max<std::uint64_t>(1, r.executions / 10));
    if (!fits(one.front().what, r.allowed)) continue;
    items.push_back(std::move(one.front()));
    ++found;
  }
  return items;
}

std::string profile_for(const selvage_check_request& r, const check::subject& s) {
  if (r.profile != nullptr && *r.profile != '\0') return r.profile;
  return s.table->profile != nullptr ? s.table->profile : "strict";
}

check_report explore(const selvage_check_request& r, const check::subject& s) {
  check::suite_options options;
  options.jobs = r.keep_in_process != 0 ? 0 : 1;
  const auto profile = profile_for(r, s);
  options.each.held_to = model::profile_named(profile);
  if (options.each.held_to == nullptr) throw check::subject_error("there is no profile '" + profile + "'");
  options.each.how.strategy = r.strategy;
  options.each.how.seed = r.seed;
  options.each.how.engine.weak_memory = r.weak_memory != 0;
  // For the explanation: which old values were read. No detector judges.
  if (r.weak_memory != 0) options.each.how.watched.detect = "wakeups";
  static_cast<void>(make_strategy(options.each.how));
  const auto items = items_for(r, s.can);
  auto results = check::run_suite(s, items, options, {});
  check_report report;
  report.subject = s.name;
  report.profile = profile;
  report.how = options.each.how;
  for (std::size_t i = 0; i < items.size(); ++i) {
    report.seconds += results[i].seconds;
    report.items.push_back({items[i].name, to_short_text(items[i].what), std::move(results[i]), {}});
  }
  const auto first = std::ranges::find_if(report.items, [](const auto& i) { return !i.result.violations.empty(); });
  if (first == report.items.end()) return report;
  const auto& what = items[static_cast<std::size_t>(first - report.items.begin())].what;
  const finding_source source{s.name, profile, first->name};
  const auto& v = first->result.violations.front();
  auto found = options.jobs == 0 ? investigate(s, what, v, options.each, source)
                                 : investigate_apart(s, what, v, options.each, source);
  if (r.out != nullptr) {
    found.file = (std::filesystem::path(r.out) / file_name(found.shown)).string();
    write_counterexample(found.file, found.shown);
  }
  first->found.push_back(std::move(found));
  return report;
}

}  // namespace
}  // namespace selvage::report

selvage_check_result* selvage_check_run(const selvage_check_request* request) {
  using namespace selvage;
  auto result = std::make_unique<report::owned_result>();
  try {
    if (request->size != sizeof(selvage_check_request))
      throw check::subject_error("selvage/check/abi.h is of another version than libselvage.so");
    const auto s = check::make_subject(*request->subject);
    const auto r = report::explore(*request, s);
    result->executions = r.executions();
    result->whole_text = to_text(r, {}, false);
    for (const auto& i : r.items) {
      if (i.result.violations.empty()) continue;
      result->first_verdict = model::name(i.result.violations.front().verdict);
      result->first_clause = i.result.violations.front().clause;
      break;
    }
    const auto how = exit_status(r.concluded());
    return result.release()->finish(how);
  } catch (const std::exception& e) {
    result->whole_text = e.what();
    return result.release()->finish(2);
  }
}

void selvage_check_free(selvage_check_result* result) { delete static_cast<selvage::report::owned_result*>(result); }
