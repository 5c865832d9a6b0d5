#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "src/check/fuzz/farm.h"
#include "src/check/subject/subject_library.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/report/fuzz_merge.h"
#include "src/report/fuzz_report.h"

namespace selvage::cli {
namespace {

struct merge_options {
  std::vector<std::string> inputs;
  std::string corpus;
  std::string subject{"reference"};
  std::string profile;
  std::string json;
  bool transitions{};
};

std::string whole_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw usage_error("cannot read '" + file + "'");
  return text.str();
}

/// Small programs first: what a large one adds is what no small one shows.
std::vector<check::corpus_entry> all_entries(const std::vector<std::string>& folders) {
  std::vector<check::corpus_entry> all;
  for (const auto& f : folders) {
    for (auto& e : check::corpus(f).load()) all.push_back(std::move(e));
  }
  const auto key = [](const check::corpus_entry& e) { return std::pair(e.what.operation_count(), to_text(e)); };
  std::ranges::sort(all, {}, key);
  const auto same = std::ranges::unique(all);
  all.erase(same.begin(), same.end());
  return all;
}

void merge_corpora(const merge_options& o, const std::vector<std::string>& folders) {
  if (o.corpus.empty()) throw usage_error("corpora are merged into a folder: name it with --corpus");
  for (const auto& f : folders) {
    std::error_code error;
    if (std::filesystem::equivalent(f, o.corpus, error)) throw usage_error("'" + f + "' cannot be merged into itself");
  }
  const auto subject = check::load_subject(o.subject);
  const check::corpus into(o.corpus);
  auto entries = into.load();
  const auto before = entries.size();
  const auto more = all_entries(folders);
  check::farm_options farm;
  farm.each.held_to = &profile_of(o.profile, subject);
  farm.each.how.engine.interrupts = false;
  farm.each.replay_only = farm.each.choose = true;
  farm.each.by_pairs = !o.transitions;
  farm.each.wants_interruptions = true;
  farm.kept = &into;
  farm.entries = std::move(entries);
  farm.entries->insert(farm.entries->end(), more.begin(), more.end());
  check::fuzz_board board(1);
  const auto ignored = [](const check::program&, const check::violation&, const check::campaign_options&) {
    return std::string();
  };
  const auto result = check::run_farm(subject, farm, board, ignored, [] { return true; });
  if (!result.inconclusive.empty()) throw usage_error("the corpora cannot be run: " + result.inconclusive);
  std::printf("corpus: %zu programs of %zu in %s, %zu of them new; %zu transitions of the model\n", into.load().size(),
              before + more.size(), o.corpus.c_str(), into.load().size() - before, board.transitions().count());
}

int merge(const merge_options& o) {
  std::vector<std::string> folders;
  report::fuzz_sum sum;
  for (const auto& i : o.inputs) {
    std::error_code error;
    if (std::filesystem::is_directory(i, error)) {
      folders.push_back(i);
      continue;
    }
    try {
      sum.add(whole_file(i));
    } catch (const usage_error&) {
      throw;
    } catch (const std::runtime_error& e) {
      throw usage_error("'" + i + "' " + e.what());
    }
  }
  if (!folders.empty()) merge_corpora(o, folders);
  if (sum.documents == 0) {
    if (!o.json.empty()) throw usage_error("--json needs the documents of runs to merge");
    return holds;
  }
  if (o.json != "-") {
    const auto text = to_text(sum, report::style_of(STDOUT_FILENO));
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (!o.json.empty()) write_document(o.json, to_json(sum));
  return exit_status(sum.concluded());
}

}  // namespace

void add_merge(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("merge", "Put the corpora and documents of several runs, or of the parts of one, together");
  auto o = std::make_shared<merge_options>();
  command->add_option("input", o->inputs, "Corpora (folders), and the JSON documents of parts of `selvage fuzz` or of `selvage check`")
      ->type_name("INPUT")
      ->required();
  command
      ->add_option("--corpus", o->corpus,
                   "The folder that gets those programs, the small ones first, that show something new")
      ->type_name("DIR");
  command->add_option("--subject", o->subject, "What the programs are run on")
      ->type_name("SUBJECT")
      ->capture_default_str();
  command->add_option("--profile", o->profile, "The liberties the subject may take (selvage list profiles)")
      ->type_name("NAME");
  command->add_flag("--transitions", o->transitions, "Only new transitions count, not new reads-from pairs");
  command->add_option("--json", o->json, "Write what the documents say together; - for standard output")
      ->type_name("FILE");
  command->callback([o, &status] { status = merge(*o); });
}

}  // namespace selvage::cli
