#include "src/check/fuzz/corpus.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "src/explore/counterexample_text.h"
#include "src/program/topic.h"

namespace selvage::check {
namespace {

constexpr std::string_view extension = ".program";
constexpr std::string_view seed_words = "# schedules of seed ";
constexpr std::string_view interrupts_words = "# with interruptions";

std::uint64_t hash_of_text(std::string_view text) noexcept {
  std::uint64_t h = 0xcbf29ce484222325U;  // FNV-1a: the same in every process
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return h;
}

}  // namespace

std::string to_text(const corpus_entry& e) {
  std::string text(seed_words);
  text += std::to_string(e.seed) + '\n';
  if (e.interrupts) text += std::string(interrupts_words) + '\n';
  return text + to_text(e.what);
}

corpus_entry parse_corpus_entry(std::string_view text) {
  corpus_entry e{parse_program(text), 1, false};
  if (const auto at = text.find(seed_words); at != std::string_view::npos) {
    const auto* const first = text.data() + at + seed_words.size();
    std::from_chars(first, text.data() + text.size(), e.seed);
  }
  e.interrupts = text.find(interrupts_words) != std::string_view::npos;
  return e;
}

std::string corpus_file_name(const corpus_entry& e) {
  std::string about(model::name(family_of(e.what)));
  std::ranges::replace(about, ' ', '-');
  std::array<char, 17> digits{};
  std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(hash_of_text(to_text(e))));
  return about + '-' + digits.data() + std::string(extension);
}

corpus::corpus(std::filesystem::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (!std::filesystem::is_directory(folder_, error))
    throw corpus_error("cannot use '" + folder_.string() + "' as a corpus: it is no folder and cannot be made one");
}

std::vector<corpus_entry> corpus::load() const {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  for (const auto& f : std::filesystem::directory_iterator(folder_, error)) {
    if (f.path().extension() == extension) files.push_back(f.path());
  }
  if (error) throw corpus_error("cannot read the corpus '" + folder_.string() + "': " + error.message());
  std::ranges::sort(files);
  std::vector<corpus_entry> entries;
  for (const auto& f : files) {
    try {
      entries.push_back(parse_corpus_entry(read_whole(f)));
    } catch (const program_error& e) {
      throw corpus_error("'" + f.string() + "', " + e.what());
    } catch (const counterexample_error& e) {
      throw corpus_error("'" + f.string() + "' " + e.what());
    }
  }
  return entries;
}

void corpus::add(const corpus_entry& e) const { write_whole(folder_ / corpus_file_name(e), to_text(e)); }

}  // namespace selvage::check
