#include "src/report/inferred.h"

namespace selvage::report {
namespace {

std::string lines(std::span<const investigation> found, const style& look) {
  std::string out;
  for (const auto& i : found) {
    out += "  " + look.strong(i.shown.clause) + "  " + std::string(model::name(i.shown.verdict)) + "  " +
           to_short_text(i.shown.what) + "\n          selvage replay " + i.file + '\n';
  }
  return out;
}

}  // namespace

std::string to_text(std::span<const inferred> all, const style& look) {
  std::string out;
  for (const auto& i : all) {
    const auto granted = check::names_of(i.liberties);
    const auto profile =
        i.profile.empty() ? std::string(" (no named profile has them)") : " (profile " + i.profile + ")";
    if (!i.conforms()) {
      out += look.bad(i.subject + " conforms under no set of liberties") + '\n' + lines(i.broken, look);
      for (const auto& n : i.notes) out += "  " + n + '\n';
      if (i.liberties != 0) out += "  beside these it takes " + look.strong(granted) + '\n' + lines(i.taken, look);
    } else if (i.liberties == 0) {
      out += look.good(i.subject + " conforms without a liberty") + profile + '\n';
    } else {
      out += look.good(i.subject + " conforms under ") + look.strong(granted) + profile +
             ", and under no smaller set\n" + lines(i.taken, look);
    }
  }
  return out;
}

}  // namespace selvage::report
