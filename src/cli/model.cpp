#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "model/catalogue.h"
#include "src/cli/command.h"
#include "src/cli/options.h"
#include "src/report/style/style.h"

namespace selvage::cli {
namespace {

struct model_options {
  std::string name;
  bool verify{};
  std::string dot;
  std::string svg;
  std::string profile{"strict"};
};

const model::machine_entry& machine_named(const std::string& name) {
  const auto* const found = model::machine_named(name);
  if (found != nullptr) return *found;
  std::string names;
  for (const auto& m : model::machines()) names += (names.empty() ? "" : ", ") + std::string(m.name);
  throw usage_error("there is no machine '" + name + "'; there are " + names);
}

/// Graphviz draws what it reads on its standard input.
std::string drawing_of(const std::string& dot) {
  auto name = (std::filesystem::temp_directory_path() / "selvage-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) throw usage_error("cannot draw: no temporary file");
  close(descriptor);
  write_document(name, dot);
  std::string svg;
  std::FILE* const drawer = popen(("dot -Tsvg '" + name + "'").c_str(), "r");
  int status = -1;
  if (drawer != nullptr) {
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), drawer)) > 0;)
      svg.append(buffer.data(), n);
    status = pclose(drawer);
  }
  unlink(name.c_str());
  if (status != 0 || svg.empty()) throw usage_error("cannot draw: Graphviz's dot failed; install the package graphviz");
  return svg;
}

bool verified(const model::machine_entry& m, const model::profile& p) {
  const auto look = report::style_of(STDOUT_FILENO);
  std::fflush(stdout);
  const auto v = model::verify(m, p);
  const bool good = v.complete && !v.broken;
  const auto word = good ? look.good("holds") : look.bad(v.broken ? "violated" : "inconclusive");
  std::printf("%s", fmt::format("{}  {} under {}: {} states, {} transitions, {} threads of {} operations, {:.1f} s\n",
                                word, m.name, p.name, report::grouped(v.states), report::grouped(v.transitions),
                                m.threads, m.operations, v.seconds)
                        .c_str());
  if (v.broken) {
    std::printf("  %s %s\n", v.broken->clause.c_str(), v.broken->name.c_str());
    for (const auto& line : v.broken->path) std::printf("    %s\n", line.c_str());
  }
  return good;
}

int run(const model_options& o) {
  const auto& profile = named_profile(o.profile);
  if (o.name.empty() && (!o.dot.empty() || !o.svg.empty()))
    throw usage_error("--dot and --svg want the name of one machine");
  if (!o.name.empty()) {
    const auto& m = machine_named(o.name);
    if (!o.dot.empty()) write_document(o.dot, model::to_dot(m, profile));
    if (!o.svg.empty()) write_document(o.svg, drawing_of(model::to_dot(m, profile)));
    if (o.verify) return verified(m, profile) ? holds : violated;
    if (o.dot.empty() && o.svg.empty())
      std::printf("%s: %s\n", std::string(m.name).c_str(), std::string(m.summary).c_str());
    return holds;
  }
  bool good = true;
  for (const auto& m : model::machines()) {
    if (o.verify) {
      good = verified(m, profile) && good;
    } else {
      std::printf("%s  %s\n", report::padded(m.name, 20).c_str(), std::string(m.summary).c_str());
    }
  }
  return good ? holds : violated;
}

}  // namespace

void add_model(CLI::App& app, int& status) {
  auto* const command = app.add_subcommand("model", "List, draw or exhaustively verify the machines");
  auto o = std::make_shared<model_options>();
  command->add_option("name", o->name, "One machine; all of them when not given")->type_name("NAME");
  command->add_flag("--verify", o->verify, "Visit every state under the most general client and check the invariants");
  command->add_option("--dot", o->dot, "Write the drawing in Graphviz's language; - for standard output")
      ->type_name("FILE");
  command->add_option("--svg", o->svg, "Draw it with Graphviz; - for standard output")->type_name("FILE");
  command->add_option("--profile", o->profile, "The liberties the machine has")
      ->type_name("NAME")
      ->capture_default_str();
  command->callback([o, &status] { status = run(*o); });
}

}  // namespace selvage::cli
