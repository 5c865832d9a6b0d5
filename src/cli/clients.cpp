#include "src/cli/clients.h"

#include <algorithm>
#include <filesystem>

#include "src/check/coverage/coverage.h"
#include "src/check/subject/subject_library.h"
#include "src/report/investigation.h"

namespace selvage::cli {
namespace {

/// A program that strands its client does so under few of its schedules.
constexpr std::uint64_t executions_to_strand = 1'000'000;

report::checked_item check_client(const check::scenario& s, const client_options& options) {
  const auto machine = check::load_subject(std::string(s.client->machine));
  const bool safe = s.client->verdict == model::verdict::holds;
  check::suite_item item{std::string(s.name), s.make(), options.executions, options.seconds, s.interrupts};
  if (!safe) {
    item.executions = std::max(options.executions, executions_to_strand);
    item.seconds = 0;
  }
  auto suite = options.suite;
  suite.each.held_to = &model::profiles().front();
  suite.shard = 0;
  suite.shards = 1;
  auto results = check::run_suite(machine, {&item, 1}, suite, {});
  report::checked_item checked{item.name, check::to_short_text(item.what), std::move(results.front()), {}};
  checked.claim = s.client;
  if (safe) checked.fate = check::fate_of(item.what, *machine.weakest);
  for (const auto& v : checked.result.violations) {
    // The program is what is judged: a smaller one would be another client.
    check::minimiser_limits limits;
    limits.program_executions = 0;
    auto found = report::investigate_apart(machine, item.what, v, options_for(item, suite.each),
                                           {machine.name, "strict", item.name}, limits);
    found.file = (std::filesystem::path(options.out) / report::file_name(found.shown)).string();
    check::write_counterexample(found.file, found.shown);
    found.brief = !options.in_full && checked.as_it_should();
    checked.found.push_back(std::move(found));
  }
  return checked;
}

}  // namespace

std::vector<report::checked_item> check_clients(std::span<const check::scenario* const> clients,
                                                const client_options& options) {
  std::vector<report::checked_item> items;
  for (const auto* s : clients) items.push_back(check_client(*s, options));
  return items;
}

}  // namespace selvage::cli
