#include <nlohmann/json.hpp>
#include <utility>

#include "src/report/inferred.h"
#include "src/report/version.h"

namespace selvage::report {
namespace {

using json = nlohmann::ordered_json;

json document(std::span<const investigation> found) {
  auto list = json::array();
  for (const auto& i : found) {
    list.push_back({{"verdict", model::name(i.shown.verdict)}, {"clause", i.shown.clause}, {"file", i.file}});
  }
  return list;
}

}  // namespace

std::string to_json(std::span<const inferred> all) {
  json j = {{"tool", "selvage"}, {"version", version}, {"command", "compare --infer"}};
  j["subjects"] = json::array();
  for (const auto& i : all) {
    auto liberties = json::array();
    for (const auto l : check::all_liberties()) {
      if ((i.liberties >> static_cast<unsigned>(l) & 1U) != 0) liberties.push_back(model::name(l));
    }
    j["subjects"].push_back({{"name", i.subject},
                             {"conforms", i.conforms()},
                             {"liberties", std::move(liberties)},
                             {"profile", i.profile},
                             {"taken", document(i.taken)},
                             {"violations", document(i.broken)},
                             {"notes", i.notes}});
  }
  return j.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace selvage::report
