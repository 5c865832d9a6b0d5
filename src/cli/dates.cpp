#include "src/cli/dates.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "src/cli/command.h"

namespace selvage::cli {
namespace {

std::string iso_date(std::time_t t) {
  std::tm day{};
  gmtime_r(&t, &day);
  std::array<char, 16> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%F", &day)};
}

}  // namespace

std::string date_of(const std::string& given) {
  if (!given.empty()) {
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    int end = 0;
    const bool read = std::sscanf(given.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &end) == 3;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (!read || given.size() != 10 || end != 10 || !date.ok()) {
      throw usage_error("--date wants a day such as 2026-03-31, not '" + given + "'");
    }
    return given;
  }
  const char* const epoch = std::getenv("SOURCE_DATE_EPOCH");
  if (epoch == nullptr || *epoch == '\0') return iso_date(std::time(nullptr));
  const std::string_view text = epoch;
  std::int64_t seconds = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  constexpr std::int64_t end_of_9999 = 253'402'300'799;
  if (error != std::errc{} || at != text.data() + text.size() || seconds < 0 || seconds > end_of_9999) {
    throw usage_error("SOURCE_DATE_EPOCH wants seconds since 1970, not '" + std::string(text) + "'");
  }
  return iso_date(seconds);
}

}  // namespace selvage::cli
