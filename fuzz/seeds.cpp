// fuzz-seeds CORPUS OUT: the programs of a corpus and the scenarios as inputs of the targets, in OUT/fuzz-FAMILY/, and
// beside them a dictionary and the options that ClusterFuzz reads.
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "fuzz/program_bytes.h"
#include "src/explore/counterexample_text.h"
#include "src/program/scenarios.h"
#include "src/program/topic.h"

namespace selvage::fuzzing {
namespace {

namespace fs = std::filesystem;

/// As `selvage fuzz` calls the family.
std::string topic_name(model::family f) {
  std::string text(model::name(f));
  std::ranges::replace(text, ' ', '-');
  return text;
}

void write_seed(const fs::path& out, const check::corpus_entry& e, const std::string& name) {
  const auto f = check::family_of(e.what);
  const auto bytes = encode(f, e);
  if (!bytes) return;
  check::write_whole(out / ("fuzz-" + topic_name(f)) / name,
                     {reinterpret_cast<const char*>(bytes->data()), bytes->size()});
}

/// Kinds of objects that every operation of the family finds something among.
std::vector<model::object_kind> some_objects(const grammar& g) {
  std::vector<model::object_kind> kinds(g.kinds.begin(), g.kinds.end());
  kinds.push_back(g.kinds.back());
  return kinds;
}

/// An operation on the first objects that fit, and one with a time.
std::string dictionary(const grammar& g) {
  const auto kinds = some_objects(g);
  std::string text = "# Operations as bytes, in the format that libFuzzer and AFL++ share.\n";
  const auto add = [&](const check::program_operation& o, const std::string& name) {
    const auto bytes = encode(g.of, kinds, o);
    if (!bytes) return;
    text += name + "=\"";
    for (const auto b : *bytes) {
      std::array<char, 5> digits{};
      std::snprintf(digits.data(), digits.size(), "\\x%02x", b);
      text += digits.data();
    }
    text += "\"\n";
  };
  for (const auto op : g.calls) {
    const auto& info = model::info(op);
    for (std::uint8_t first = 0; first < kinds.size(); ++first) {
      check::program_operation o;
      o.op = op;
      o.object_count = info.least == 0 ? std::uint8_t{2} : info.least;
      for (std::size_t i = 0; i < o.object_count; ++i)
        o.objects.at(i) = static_cast<std::uint8_t>((first + i) % kinds.size());
      const auto name = std::string(info.name) + '_' + std::to_string(first);
      add(o, name);
      o.timeout_ms = 10;
      if (info.waits) add(o, name + "_timed");
    }
  }
  return text;
}

void write_all(const fs::path& corpus, const fs::path& out) {
  for (const auto& kind : model::object_kinds()) {
    const auto& g = grammar_of(kind.of);
    const auto target = "fuzz-" + topic_name(g.of);
    check::write_whole(out / (target + ".dict"), dictionary(g));
    check::write_whole(out / (target + ".options"), "[libfuzzer]\nmax_len = 128\ndict = " + target + ".dict\n");
  }
  for (const auto& e : check::corpus(corpus).load()) {
    auto name = fs::path(corpus_file_name(e)).stem().string();
    write_seed(out, e, name);
  }
  for (const auto& s : check::scenarios()) write_seed(out, {s.make(), 1, s.interrupts}, std::string(s.name));
}

}  // namespace
}  // namespace selvage::fuzzing

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: %s CORPUS OUT\n", argv[0]);
    return 2;
  }
  try {
    selvage::fuzzing::write_all(argv[1], argv[2]);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "fuzz-seeds: %s\n", e.what());
    return 2;
  }
}
