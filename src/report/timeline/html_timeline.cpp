#include "src/report/timeline/html_timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "src/report/style/markup.h"
#include "src/report/timeline/source_lines.h"
#include "src/report/timeline/step_text.h"
#include "src/report/timeline_page.inc"

namespace selvage::report {
namespace {

constexpr std::size_t rows_in_a_chunk = 100;

const char* class_of(timeline::row_kind k) {
  switch (k) {
    case timeline::row_kind::atomic:
      return "atomic";
    case timeline::row_kind::memory:
      return "memory";
    case timeline::row_kind::lock:
      return "lock";
    case timeline::row_kind::wait:
      return "wait";
    case timeline::row_kind::thread:
      return "thread";
    case timeline::row_kind::other:
      return "other";
    case timeline::row_kind::call:
      return "call";
    case timeline::row_kind::answer:
      return "answer";
    case timeline::row_kind::rule:
      return "rule";
  }
  return "other";
}

const char* class_of(timeline::span_kind k) {
  switch (k) {
    case timeline::span_kind::life:
      return "life";
    case timeline::span_kind::owns:
      return "owns";
    case timeline::span_kind::waits:
      return "waits";
    case timeline::span_kind::calls:
      return "calls";
  }
  return "life";
}

const char* class_of(timeline::arrow_kind k) {
  switch (k) {
    case timeline::arrow_kind::orders:
      return "orders";
    case timeline::arrow_kind::reads:
      return "reads";
    case timeline::arrow_kind::wakes:
      return "wakes";
    case timeline::arrow_kind::misses:
      return "misses";
  }
  return "orders";
}

class page {
 public:
  explicit page(const timeline& t) : t_(t) {}

  std::string write() {
    std::string out = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}: {}</title>\n<style>\n{}"
        ":root {{ --lanes: {}; --pitch: clamp(4.5rem, calc((100vw - 52rem) / {}), 19rem); }}\n{}</style>\n</head>\n",
        escaped(t_.verdict), escaped(t_.title), timeline_css, std::max<std::size_t>(1, t_.lanes.size()),
        std::max<std::size_t>(1, t_.lanes.size()), lane_colours());
    out += "<body>\n" + head() + bar();
    if (t_.rows.empty()) {
      out += "<p class=\"empty\">There is no step to show.</p>\n</body>\n</html>\n";
      return out;
    }
    out += "<main>\n" + board() +
           "<canvas class=\"map\" id=\"map\" role=\"img\" aria-label=\"The whole execution; a click shows that "
           "part\"></canvas>\n<aside aria-label=\"The step\">\n<div id=\"details\" aria-live=\"polite\"></div>\n" +
           keys() + "</aside>\n</main>\n";
    out += "<script type=\"application/json\" id=\"data\">" + data() + "</script>\n<script>\n";
    out.append(timeline_js);
    return out + "</script>\n</body>\n</html>\n";
  }

 private:
  /// A lane's colour is that of its place in the palette; elements of the lane carry `data-l`.
  [[nodiscard]] std::string lane_colours() const {
    std::string css;
    for (std::size_t l = 0; l < t_.lanes.size(); ++l)
      css += fmt::format("[data-l=\"{}\"] {{ --l: {}; --c: var(--c{}); }}\n", l, l, l % 8);
    return css;
  }

  [[nodiscard]] std::string head() const {
    const bool holds = t_.verdict == "holds";
    std::string out =
        fmt::format("<header>\n<h1><span class=\"badge{}\">{}</span>", holds ? " holds" : "", escaped(t_.verdict));
    if (!t_.clause.empty()) out += "<span class=\"clause\">" + escaped(t_.clause) + "</span>: ";
    out += escaped(t_.title) + "</h1>\n";
    if (!t_.sentence.empty()) out += "<p class=\"sentence\">" + escaped(t_.sentence) + "</p>\n";
    out += "<dl class=\"facts\">\n";
    for (const auto& f : t_.facts) out += "<dt>" + escaped(f.name) + "</dt><dd>" + escaped(f.text) + "</dd>\n";
    out += "</dl>\n";
    if (!t_.notes.empty()) {
      out += "<ul class=\"notes\">\n";
      for (const auto& n : t_.notes) out += "<li>" + escaped(n) + "</li>\n";
      out += "</ul>\n";
    }
    return out + "</header>\n";
  }

  [[nodiscard]] bool has_old_values() const {
    return std::ranges::any_of(t_.rows, [](const auto& r) { return r.newer != 0; });
  }

  [[nodiscard]] static std::string button(const char* key, const char* text, const char* label) {
    return fmt::format("<button type=\"button\" data-key=\"{}\" aria-label=\"{}\">{}<kbd>{}</kbd></button>\n", key,
                       label, text, key);
  }

  [[nodiscard]] std::string bar() const {
    if (t_.rows.empty()) return {};
    return "<div class=\"bar\" role=\"toolbar\" aria-label=\"Find your way\">\n"
           "<input id=\"search\" type=\"search\" placeholder=\"Search ( / )\" aria-label=\"Search the steps\">\n"
           "<span class=\"count\" id=\"count\" role=\"status\"></span>\n" +
           button("n", "next hit", "Next hit") + button("f", "failure", "Next step that the failure rests on") +
           button("s", "switch", "Next switch to another thread") +
           button("o", "same object", "Next step on the same object") +
           button("t", "same thread", "Next step of the same thread") +
           (has_old_values() ? button("v", "old value", "Next step that reads an old value") : "") +
           "<span class=\"grow\"></span>\n<span>" +
           fmt::format("{} steps, {} threads", t_.rows.size(), t_.lanes.size()) + "</span>\n</div>\n";
  }

  [[nodiscard]] std::string board() {
    std::string out = fmt::format(
        "<div class=\"board\" id=\"board\" role=\"grid\" tabindex=\"0\" aria-label=\"The steps\" "
        "aria-rowcount=\"{}\">\n<div class=\"heads\" role=\"row\">\n<span class=\"n\" role=\"columnheader\">step</span>"
        "<div class=\"lanes\" id=\"lanes\" role=\"columnheader\" aria-label=\"Threads\">\n",
        t_.rows.size());
    for (std::size_t l = 0; l < t_.lanes.size(); ++l)
      out += fmt::format("<span class=\"head\" data-l=\"{}\" title=\"{}\"><b>{}</b><small>{}</small></span>\n", l,
                         escaped(t_.lanes[l].title), escaped(t_.lanes[l].name), escaped(t_.lanes[l].title));
    out += "</div><span class=\"where\" role=\"columnheader\">source, or the model's state</span></div>\n";
    out += "<div class=\"rows\" id=\"rows\" role=\"rowgroup\">\n" + spans();
    for (std::size_t i = 0; i < t_.rows.size(); ++i) {
      if (i % rows_in_a_chunk == 0)
        out += i == 0 ? "<div class=\"chunk\" role=\"presentation\">\n"
                      : "</div>\n<div class=\"chunk\" role=\"presentation\">\n";
      out += row(i);
    }
    return out + "</div>\n</div>\n</div>\n";
  }

  [[nodiscard]] std::string row(std::size_t i) {
    const auto& r = t_.rows[i];
    std::string classes = std::string("row ") + class_of(r.kind);
    std::string attributes;
    if (r.switches) classes += r.preempts ? " switch preempt" : " switch";
    if (r.involved) classes += " involved";
    if (r.failing) classes += " failing";
    if (r.newer != 0) classes += " old";
    if (r.lane != timeline::none) attributes += fmt::format(" data-l=\"{}\"", r.lane);
    if (r.object != timeline::none) attributes += fmt::format(" data-o=\"{}\"", r.object);
    if (r.stack != timeline::none) attributes += fmt::format(" data-k=\"{}\"", r.stack);
    if (r.states != timeline::none) attributes += fmt::format(" data-m=\"{}\"", r.states);
    attributes += " data-t=\"" + escaped(r.text) + '"';
    if (!r.value.empty()) attributes += " data-v=\"" + escaped(r.value) + '"';
    if (!r.old.empty()) attributes += " data-w=\"" + escaped(r.old) + '"';
    if (!r.remark.empty()) attributes += " data-r=\"" + escaped(r.remark) + '"';
    if (r.switches) attributes += fmt::format(" style=\"--p:{}\"", previous_lane(i));
    std::string out = fmt::format(
        "<div class=\"{}\" id=\"s{}\" role=\"row\" aria-rowindex=\"{}\" aria-selected=\"false\"{}{}>"
        "<span class=\"n\" role=\"rowheader\">{}</span><span class=\"what\" role=\"gridcell\"><i class=\"dot\"></i>"
        "<span class=\"op\">{}",
        classes, i + 1, i + 1, attributes, r.preempts ? " title=\"the thread before could have gone on\"" : "", i + 1,
        escaped(r.text));
    if (!r.value.empty()) out += "<em>" + escaped(r.value) + "</em>";
    if (r.newer != 0)
      out += fmt::format("<span class=\"newer\" title=\"{}\">{}</span>", escaped(r.old), age_text(r.newer));
    if (!r.remark.empty()) out += "<span class=\"remark\">" + escaped(r.remark) + "</span>";
    return out + "</span></span><span class=\"where\" role=\"gridcell\">" + beside(r) + "</span></div>\n";
  }

  [[nodiscard]] std::uint32_t previous_lane(std::size_t i) const {
    while (i-- != 0)
      if (t_.rows[i].lane != timeline::none) return t_.rows[i].lane;
    return 0;
  }

  /// The source line of a step, or the model's states.
  [[nodiscard]] std::string beside(const timeline::row& r) {
    if (r.states != timeline::none) {
      const auto& s = t_.states[r.states];
      if (s.empty()) return {};
      return escaped(s.front()) + (s.size() > 1 ? fmt::format(", or {} more", s.size() - 1) : "");
    }
    if (r.stack == timeline::none) return {};
    const auto* const p = users_place(r.stack);
    if (p == nullptr) return {};
    return fmt::format("<i>{}:{}</i><code>{}</code>", escaped(base_name(p->file)), p->line,
                       escaped(sources_.line(p->file, p->line)));
  }

  /// The innermost place of a stack outside the system's headers.
  [[nodiscard]] const record::place* users_place(std::uint32_t stack) const {
    for (const auto p : t_.stacks[stack])
      if (t_.places[p].line != 0 && !t_.places[p].file.starts_with("/usr/")) return &t_.places[p];
    return nullptr;
  }

  [[nodiscard]] std::string spans() const {
    std::string out = "<div class=\"spans\" aria-hidden=\"true\">\n";
    for (std::size_t i = 0; i < t_.spans.size(); ++i) {
      const auto& s = t_.spans[i];
      out += fmt::format("<i class=\"span {}\" data-l=\"{}\" style=\"--a:{};--b:{}", class_of(s.kind), s.lane, s.first,
                         s.last);
      if (s.kind == timeline::span_kind::owns) out += fmt::format(";--d:{};--o:{}", depth(i), s.object);
      out += s.text.empty() ? "\"></i>\n" : "\" title=\"" + escaped(s.text) + "\"></i>\n";
    }
    return out + "</div>\n<div class=\"probe\" id=\"probe\" aria-hidden=\"true\"></div>\n";
  }

  /// How many objects the lane held already: bars stand side by side.
  [[nodiscard]] std::size_t depth(std::size_t i) const {
    const auto& s = t_.spans[i];
    return static_cast<std::size_t>(std::ranges::count_if(t_.spans, [&s](const auto& o) {
      return o.kind == s.kind && o.lane == s.lane && o.first < s.first && o.last > s.first;
    }));
  }

  [[nodiscard]] std::string keys() const {
    const std::string old = has_old_values() ? "<li>v V: old values</li>" : "";
    return "<h3>Keys</h3>\n<ul class=\"keys\"><li>j k: next, previous step</li><li>/ n N: search</li>"
           "<li>s S: switches</li><li>o O: same object</li><li>t T: same thread</li><li>f: failure</li>" +
           old + "<li>g G: first, last</li></ul>\n";
  }

  [[nodiscard]] std::string data() {
    nlohmann::json j = {{"lanes", nlohmann::json::array()},
                        {"stacks", t_.stacks},
                        {"states", t_.states},
                        {"places", nlohmann::json::array()},
                        {"arrows", nlohmann::json::array()}};
    for (const auto& l : t_.lanes) j["lanes"].push_back(l.name);
    for (const auto& p : t_.places) j["places"].push_back({p.function, p.file, p.line, sources_.line(p.file, p.line)});
    for (const auto& a : t_.arrows) j["arrows"].push_back({class_of(a.kind), a.from, a.to});
    // "</script>" must not stand in a script, whatever a name holds.
    std::string out;
    for (const char c : j.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)) {
      if (c == '<') {
        out += "\\u003c";
      } else {
        out += c;
      }
    }
    return out;
  }

  const timeline& t_;
  source_lines sources_;
};

}  // namespace

std::string to_html(const timeline& t) { return page(t).write(); }

}  // namespace selvage::report
