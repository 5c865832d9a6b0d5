#include "src/check/counterexample.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>

namespace selvage::check {
namespace {

constexpr std::string_view first_line = "selvage counterexample ";
constexpr std::string_view checksum_field = "checksum: ";
constexpr std::uintmax_t max_bytes = std::uintmax_t{32} << 20;

/// FNV-1a, 64 bits, as 16 hexadecimal digits.
std::string checksum(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325U;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result(16, '0');
  for (auto it = result.rbegin(); it != result.rend(); ++it, h >>= 4) *it = digits[h & 0xf];
  return result;
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string indented(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    result += end == 0 ? "" : "  ";
    result += text.substr(0, end);
    result += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

const char* yes_no(bool b) { return b ? "yes" : "no"; }

/// Fields by name; a block's lines are joined without their indentation.
class fields {
 public:
  explicit fields(std::string_view text) {
    std::string* block = nullptr;
    while (!text.empty()) {
      const auto end = std::min(text.find('\n'), text.size());
      const auto line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.starts_with("  ") || line.empty()) {
        if (block != nullptr) *block += std::string(line.substr(std::min<std::size_t>(2, line.size()))) + '\n';
        continue;
      }
      const auto colon = line.find(':');
      if (colon == std::string_view::npos)
        throw counterexample_error("has a line '" + std::string(line) + "' that is no field");
      const auto value = line.substr(colon + 1);
      block = &values_[std::string(line.substr(0, colon))];
      *block = value.starts_with(' ') ? value.substr(1) : value;
    }
  }

  [[nodiscard]] const std::string& text(const std::string& name) const {
    const auto it = values_.find(name);
    if (it == values_.end()) throw counterexample_error("has no field '" + name + "'");
    return it->second;
  }

  [[nodiscard]] std::uint64_t number(const std::string& name) const {
    const auto& t = text(name);
    std::uint64_t value = 0;
    const auto [at, error] = std::from_chars(t.data(), t.data() + t.size(), value);
    if (error != std::errc{} || at != t.data() + t.size())
      throw counterexample_error("has a field '" + name + "' that is no number");
    return value;
  }

  [[nodiscard]] bool truth(const std::string& name) const {
    const auto& t = text(name);
    if (t != "yes" && t != "no") throw counterexample_error("has a field '" + name + "' that is neither yes nor no");
    return t == "yes";
  }

 private:
  std::map<std::string, std::string> values_;
};

void check_first_line(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) throw counterexample_error("is empty");
  const auto line = text.substr(0, text.find('\n'));
  if (!line.starts_with(first_line))
    throw counterexample_error("is no counterexample: it does not begin with 'selvage counterexample'");
  const auto version = line.substr(first_line.size());
  if (version != std::to_string(counterexample_format)) {
    throw counterexample_error("has format version '" + std::string(version) + "', this tool reads version " +
                               std::to_string(counterexample_format));
  }
}

/// The text between the first line and the checksum.
std::string_view checked_body(std::string_view text) {
  const auto at = text.rfind(std::string("\n") + std::string(checksum_field));
  if (at == std::string_view::npos || text.back() != '\n')
    throw counterexample_error("is cut short: it does not end with a checksum");
  const auto body = text.substr(0, at + 1);
  auto sum = text.substr(at + 1 + checksum_field.size());
  sum.remove_suffix(1);
  if (sum.size() != 16) throw counterexample_error("is cut short: it does not end with a checksum");
  if (sum != checksum(body))
    throw counterexample_error("has been changed since it was written: its checksum does not fit");
  return body.substr(body.find('\n') + 1);
}

}  // namespace

std::string to_text(const counterexample& c) {
  std::ostringstream out;
  out << first_line << counterexample_format << '\n'
      << "tool: " << c.tool << "\nsubject: " << c.subject << "\nprofile: " << c.profile << "\norigin: " << c.origin
      << "\nverdict: " << model::name(c.verdict) << "\nclause: " << c.clause << "\nsays: " << one_line(c.text)
      << "\ndetail: " << one_line(c.detail) << "\nprogram:\n"
      << indented(to_text(c.what)) << "schedule:\n"
      << indented(to_text(c.choices)) << "history:\n"
      << indented(c.history) << "seed: " << c.how.seed << "\nstrategy: " << c.how.strategy
      << "\npreemption-bound: " << c.how.preemption_bound << "\nexecution: " << c.execution
      << "\nmax-steps: " << c.how.engine.max_steps << "\nmemory-points: " << yes_no(c.how.engine.memory_points)
      << "\nspurious: " << yes_no(c.how.engine.spurious) << "\ninterrupts: " << yes_no(c.how.engine.interrupts)
      << "\nenvironment-limit: " << c.how.engine.environment_limit << "\nheap-bytes: " << c.how.engine.heap_bytes
      << '\n';
  const auto body = out.str();
  return body + std::string(checksum_field) + checksum(body) + '\n';
}

counterexample parse_counterexample(std::string_view text) {
  check_first_line(text);
  const fields f(checked_body(text));
  counterexample c;
  c.tool = f.text("tool");
  c.subject = f.text("subject");
  c.profile = f.text("profile");
  c.origin = f.text("origin");
  const auto verdict = model::verdict_named(f.text("verdict"));
  if (!verdict) throw counterexample_error("has an unknown verdict '" + f.text("verdict") + "'");
  c.verdict = *verdict;
  c.clause = f.text("clause");
  c.text = f.text("says");
  c.detail = f.text("detail");
  try {
    c.what = parse_program(f.text("program"));
    c.choices = parse_schedule(f.text("schedule"));
  } catch (const program_error& e) {
    throw counterexample_error(std::string("has a program with an error, ") + e.what());
  } catch (const schedule_error& e) {
    throw counterexample_error(std::string("has a schedule with an error: ") + e.what());
  }
  c.how.seed = f.number("seed");
  c.how.strategy = f.text("strategy");
  c.how.preemption_bound = static_cast<unsigned>(f.number("preemption-bound"));
  c.execution = f.number("execution");
  c.how.engine.max_steps = f.number("max-steps");
  c.how.engine.memory_points = f.truth("memory-points");
  c.how.engine.spurious = f.truth("spurious");
  c.how.engine.interrupts = f.truth("interrupts");
  c.how.engine.environment_limit = static_cast<unsigned>(f.number("environment-limit"));
  c.how.engine.heap_bytes = f.number("heap-bytes");
  return c;
}

void write_counterexample(const std::filesystem::path& file, const counterexample& c) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  auto temporary = file;
  temporary += "." + std::to_string(getpid()) + ".tmp";
  {
    std::ofstream out(temporary, std::ios::binary);
    out << to_text(c);
    out.close();
    if (!out) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(temporary, file, error);
  if (error) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw std::runtime_error("cannot write '" + file.string() + "': " + error.message());
  }
}

counterexample read_counterexample(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) throw counterexample_error("is no file");
  if (std::filesystem::file_size(file, error) > max_bytes)
    throw counterexample_error("is too large for a counterexample");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw counterexample_error("cannot be read");
  return parse_counterexample(text.str());
}

}  // namespace selvage::check
