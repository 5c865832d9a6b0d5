#include "src/report/timeline/picture.h"

#include <nlohmann/json.hpp>

#include "src/explore/counterexample_text.h"
#include "src/program/object_names.h"
#include "src/report/timeline/html_timeline.h"
#include "src/report/timeline/perfetto_trace.h"

namespace selvage::report {

picture picture_of(check::harness& h, const record::recorder& r, const check::program& what) {
  picture p{r.take(h.execution()), {}, h.states_by_label()};
  for (auto& states : p.states) states = check::with_names(std::move(states), what);
  for (std::size_t t = 0; t < p.steps.threads.size(); ++t)
    p.clients.push_back(h.client_of(static_cast<engine::thread_id>(t)));
  return p;
}

std::string to_json(const picture& p) {
  const nlohmann::json j = {{"steps", record::to_json(p.steps)}, {"clients", p.clients}, {"states", p.states}};
  return j.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

picture picture_from_json(const std::string& text) {
  const auto j = nlohmann::json::parse(text);
  return {record::recording_from_json(j.at("steps").get<std::string>()), j.at("clients"), j.at("states")};
}

void write_pictures(const timeline& t, const std::string& html, const std::string& perfetto) {
  if (!html.empty()) check::write_whole(html, to_html(t));
  if (!perfetto.empty()) check::write_whole(perfetto, to_perfetto(t));
}

timeline nothing_found(std::string title) {
  timeline t;
  t.verdict = "holds";
  t.title = std::move(title);
  return t;
}

}  // namespace selvage::report
