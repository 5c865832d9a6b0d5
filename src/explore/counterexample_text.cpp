#include "src/explore/counterexample_text.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <system_error>

namespace selvage::check {
namespace {

constexpr std::string_view first_line = "selvage counterexample ";
constexpr std::string_view checksum_field = "checksum: ";
constexpr std::uintmax_t max_bytes = std::uintmax_t{32} << 20;

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

fields::fields(std::string_view whole) {
  check_first_line(whole);
  auto text = checked_body(whole);
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

const std::string& fields::text(const std::string& name) const {
  const auto it = values_.find(name);
  if (it == values_.end()) throw counterexample_error("has no field '" + name + "'");
  return it->second;
}

std::uint64_t fields::number(const std::string& name) const {
  const auto& t = text(name);
  std::uint64_t value = 0;
  const auto [at, error] = std::from_chars(t.data(), t.data() + t.size(), value);
  if (error != std::errc{} || at != t.data() + t.size())
    throw counterexample_error("has a field '" + name + "' that is no number");
  return value;
}

bool fields::truth(const std::string& name) const {
  const auto& t = text(name);
  if (t != "yes" && t != "no") throw counterexample_error("has a field '" + name + "' that is neither yes nor no");
  return t == "yes";
}

std::string sealed(std::string_view fields_text) {
  const auto body = std::string(first_line) + std::to_string(counterexample_format) + '\n' + std::string(fields_text);
  return body + std::string(checksum_field) + checksum(body) + '\n';
}

void write_whole(const std::filesystem::path& file, std::string_view text) {
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  auto temporary = file;
  temporary += "." + std::to_string(getpid()) + ".tmp";
  {
    std::ofstream out(temporary, std::ios::binary);
    out << text;
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

std::string read_whole(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) throw counterexample_error("is no file");
  if (std::filesystem::file_size(file, error) > max_bytes)
    throw counterexample_error("is too large for a counterexample");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw counterexample_error("cannot be read");
  return text.str();
}

}  // namespace selvage::check
