#include <cppunit/extensions/HelperMacros.h>

#include <filesystem>
#include <fstream>

#include "src/check/fuzz/corpus.h"
#include "src/check/fuzz/fuzzer.h"
#include "src/program/mutation.h"
#include "src/program/topic.h"
#include "toy_subject.h"

namespace selvage::check {
namespace {

/// A folder of its own that is gone afterwards.
class scratch_folder {
 public:
  scratch_folder() {
    std::string name = (std::filesystem::temp_directory_path() / "corpusXXXXXX").string();
    CPPUNIT_ASSERT(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~scratch_folder() { std::filesystem::remove_all(path_); }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

class fuzz_test : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(fuzz_test);
  CPPUNIT_TEST(a_corpus_gives_back_what_it_got);
  CPPUNIT_TEST(files_that_are_no_programs);
  CPPUNIT_TEST(shapes_ignore_names_and_order);
  CPPUNIT_TEST(mutations_are_programs);
  CPPUNIT_TEST(finds_a_bug_and_repeats_itself);
  CPPUNIT_TEST_SUITE_END();

  static program example() {
    return parse_program(
        "object a0 auto-reset-event\nobject e1 manual-reset-event set\n"
        "thread wait(a0, 10ms); set(e1)\nthread set(a0); wait_any(a0, e1)\n");
  }

  struct outcome {
    std::vector<corpus_entry> kept;
    std::vector<std::string> violations;
    std::uint64_t executions{};
    friend bool operator==(const outcome&, const outcome&) = default;
  };

  static outcome fuzzed(const std::vector<corpus_entry>& corpus) {
    const auto s = test::forgetful_event();
    fuzz_options o;
    o.executions = 10'000;
    o.about = {*topic_named("events")};
    fuzz_counters counters;
    outcome out;
    fuzzer f(
        s, o, counters, [&](const corpus_entry& e) { out.kept.push_back(e); },
        [&](const program& p, const violation& v, const campaign_options&) {
          out.violations.push_back(std::string(model::name(v.verdict)) + ' ' + to_text(p));
        });
    f.run(corpus, 0, [] { return false; });
    out.executions = counters.executions;
    CPPUNIT_ASSERT(counters.transitions().any());
    return out;
  }

 public:
  void a_corpus_gives_back_what_it_got() {
    const scratch_folder here;
    const corpus c(here.path() / "new");
    const corpus_entry e{example(), 17, true};
    c.add(e);
    c.add(e);
    std::ofstream(c.folder() / "half.program.12.tmp") << "object e0 man";
    std::ofstream(c.folder() / "notes.txt") << "mine";
    const auto all = c.load();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, all.size());
    CPPUNIT_ASSERT(all.front() == e);
    CPPUNIT_ASSERT_EQUAL(std::uint64_t{1}, parse_corpus_entry(to_text(example())).seed);
  }

  void files_that_are_no_programs() {
    const scratch_folder here;
    const corpus c(here.path());
    std::ofstream(here.path() / "x.program") << "object e0 manual-reset-event\nthread\xff\n";
    CPPUNIT_ASSERT_THROW(static_cast<void>(c.load()), corpus_error);
    CPPUNIT_ASSERT_THROW(corpus(here.path() / "x.program"), corpus_error);
  }

  void shapes_ignore_names_and_order() {
    const auto same = parse_program(
        "object x manual-reset-event set\nobject y auto-reset-event\n"
        "thread set(y); wait_any(y, x)\nthread wait(y, 10ms); set(x)\n");
    CPPUNIT_ASSERT_EQUAL(shape_of(example()), shape_of(same));
    auto other = example();
    other.objects[1].spec.initially_set = false;
    CPPUNIT_ASSERT(shape_of(example()) != shape_of(other));
    other = example();
    std::swap(other.threads[0][0], other.threads[0][1]);
    CPPUNIT_ASSERT(shape_of(example()) != shape_of(other));
  }

  void mutations_are_programs() {
    const auto s = test::forgetful_event();
    random_source random(3);
    auto p = parse_program("object a0 auto-reset-event\nthread wait(a0)\nthread set(a0); set(a0)\n");
    const auto first = p;
    std::size_t changed = 0;
    for (int i = 0; i < 500; ++i) {
      const auto made = mutated(p, first, s.can, random);
      if (!made) continue;
      ++changed;
      CPPUNIT_ASSERT(*made != p);
      CPPUNIT_ASSERT(parse_program(to_text(*made)) == *made);
      CPPUNIT_ASSERT(s.can.missing(*made).empty());
      CPPUNIT_ASSERT(made->threads.size() <= 4 && made->operation_count() <= 10);
      p = *made;
    }
    CPPUNIT_ASSERT(changed > 100);
  }

  void finds_a_bug_and_repeats_itself() {
    const auto once = fuzzed({});
    CPPUNIT_ASSERT(once == fuzzed({}));
    CPPUNIT_ASSERT(!once.kept.empty());
    CPPUNIT_ASSERT(!once.violations.empty());
    CPPUNIT_ASSERT(once.violations.front().starts_with("lost-wakeup"));
    CPPUNIT_ASSERT(fuzzed(once.kept).kept != once.kept);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(fuzz_test);

}  // namespace
}  // namespace selvage::check
