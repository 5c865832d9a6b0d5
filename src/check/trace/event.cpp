#include "src/check/trace/event.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <limits>

#include "model/operation.h"
#include "src/check/trace/words.h"

namespace selvage::check {
namespace {

using model::label;
using model::label_kind;
namespace outcome = model::outcome;

struct result_word {
  std::string_view word;
  std::int16_t value;
};

constexpr std::array result_words{
    result_word{"ok", outcome::ok},
    result_word{"timed_out", outcome::timed_out},
    result_word{"object_disposed", outcome::object_disposed},
    result_word{"invalid_operation", outcome::invalid_operation},
    result_word{"argument", outcome::argument},
    result_word{"other_exception", outcome::other_exception},
};

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 40;
  return '\'' + std::string(text.substr(0, longest)) + (text.size() > longest ? "…" : "") + '\'';
}

bool calls_back(const program& p) {
  return std::ranges::any_of(p.objects, [](const auto& o) { return model::info(o.spec.kind).calls_back; });
}

}  // namespace

/// One line as JSON, and typed access to its members.
class trace_parser::json {
 public:
  void parse(std::string_view line) {
    simdjson::dom::element root;
    if (parser_.parse(line.data(), line.size(), false).get(root) != simdjson::SUCCESS)
      throw trace_rubbish("this is no JSON");
    if (root.get(object_) != simdjson::SUCCESS) throw trace_error("an event is a JSON object");
  }

  [[nodiscard]] bool has(std::string_view key) const { return object_.at_key(key).error() == simdjson::SUCCESS; }

  std::optional<std::string_view> text(std::string_view key) const { return get<std::string_view>(key, "a string"); }
  std::optional<std::int64_t> number(std::string_view key) const { return get<std::int64_t>(key, "a whole number"); }
  std::optional<bool> truth(std::string_view key) const { return get<bool>(key, "true or false"); }

  /// Each string of an array; nothing when there is no such key.
  template <class Use>
  bool texts(std::string_view key, Use use) const {
    const auto all = get<simdjson::dom::array>(key, "an array of strings");
    if (!all) return false;
    for (const simdjson::dom::element e : *all) {
      std::string_view one;
      if (e.get(one) != simdjson::SUCCESS) fail(key, "an array of strings");
      use(one);
    }
    return true;
  }

  [[nodiscard]] std::int16_t result() const {
    simdjson::dom::element e;
    if (object_.at_key("result").get(e) != simdjson::SUCCESS) return outcome::ok;
    bool truth = false;
    if (e.get(truth) == simdjson::SUCCESS) return truth ? outcome::yes : outcome::no;
    std::int64_t value = 0;
    if (e.get(value) == simdjson::SUCCESS) {
      if (value >= 0 && value <= std::numeric_limits<std::int16_t>::max()) return static_cast<std::int16_t>(value);
      throw trace_error("\"result\" is out of range: " + std::to_string(value));
    }
    std::string_view word;
    if (e.get(word) != simdjson::SUCCESS) fail("result", "a word, a whole number, true or false");
    const auto* const known = std::ranges::find(result_words, word, &result_word::word);
    if (known != result_words.end()) return known->value;
    std::string words;
    for (const auto& w : result_words) words += (words.empty() ? "" : ", ") + std::string(w.word);
    throw trace_error("unknown result " + in_quotes(word) + "; there are numbers, true, false, " + words);
  }

 private:
  [[noreturn]] static void fail(std::string_view key, const char* kind) {
    throw trace_error('"' + std::string(key) + "\" wants " + kind);
  }

  template <class T>
  std::optional<T> get(std::string_view key, const char* kind) const {
    simdjson::dom::element e;
    if (object_.at_key(key).get(e) != simdjson::SUCCESS) return std::nullopt;
    T value{};
    if (e.get(value) != simdjson::SUCCESS) fail(key, kind);
    return value;
  }

  simdjson::dom::parser parser_;
  simdjson::dom::object object_;
};

trace_parser::trace_parser() : json_(std::make_unique<json>()) {}
trace_parser::~trace_parser() = default;

std::size_t trace_parser::padding() noexcept { return simdjson::SIMDJSON_PADDING; }

trace_event trace_parser::parse(std::string_view line) {
  json_->parse(line);
  const auto event = json_->text("event");
  if (!event) return read_header();
  if (!has_header_) throw trace_error("a recording begins with a header, {\"selvage_trace\": 1, …}");
  trace_event e;
  if (const auto n = json_->number("seq")) {
    if (*n < 0) throw trace_error("\"seq\" is negative");
    e.sequence = static_cast<std::uint64_t>(*n);
  }
  e.is = trace_event::kind::label;
  if (*event == "call") {
    e.shown = read_call();
  } else if (*event == "return") {
    e.shown = read_return();
  } else if (*event == "callback-begin") {
    e.shown = read_callback(label_kind::callback_begin);
  } else if (*event == "callback-end") {
    e.shown = read_callback(label_kind::callback_end);
  } else if (*event == "released") {
    e.shown = read_released();
  } else if (*event == "quiescent") {
    e.shown = {.kind = label_kind::quiescent,
               .result = json_->truth("final").value_or(false) ? std::int16_t{1} : std::int16_t{0}};
  } else if (*event == "execution") {
    e.is = trace_event::kind::execution;
  } else {
    throw trace_error("unknown event " + in_quotes(*event) +
                      "; there are call, return, callback-begin, callback-end, released, quiescent, execution");
  }
  return e;
}

trace_event trace_parser::read_header() {
  const auto version = json_->number("selvage_trace");
  if (!version && has_header_) throw trace_error("an event has an \"event\"");
  if (!version) throw trace_error("a recording begins with a header, {\"selvage_trace\": 1, …}");
  if (*version != trace_version)
    throw trace_error("this is version " + std::to_string(*version) + " of the format; this tool reads version " +
                      std::to_string(trace_version));
  trace_header h;
  h.subject = json_->text("subject").value_or("");
  h.tool = json_->text("tool").value_or("");
  h.profile = json_->text("profile").value_or("");
  h.releases = json_->truth("releases").value_or(false);
  std::string text;
  const bool named = json_->texts("objects", [&](std::string_view object) {
    if (object.find_first_of("\n#") != std::string_view::npos) throw trace_error("an object is one line of text");
    text += "object " + std::string(object) + '\n';
  });
  if (!named || text.empty()) throw trace_error("the header names no \"objects\"");
  try {
    h.what = parse_program(text + "thread\n");
  } catch (const program_error& e) {
    const std::string what = e.what();
    throw trace_error("the header's object " + std::to_string(e.line()) + ": " + what.substr(what.find(": ") + 2));
  }
  h.what.threads.clear();
  const std::int64_t most = calls_back(h.what) ? model::first_callback_thread : std::int64_t{max_threads};
  const auto threads = json_->number("threads").value_or(most);
  if (threads < 1 || threads > most)
    throw trace_error("\"threads\" is from 1 to " + std::to_string(most) + " here, not " + std::to_string(threads));
  h.threads = static_cast<std::uint8_t>(threads);
  header_ = std::move(h);
  has_header_ = true;
  trace_event e;
  e.is = trace_event::kind::header;
  return e;
}

std::uint8_t trace_parser::thread(bool wanted) {
  const auto number = json_->number("thread");
  if (!number) {
    if (wanted) throw trace_error("the event has no \"thread\"");
    return 0xff;
  }
  const bool callback = calls_back(header_.what) && *number >= model::first_callback_thread &&
                        *number < model::first_callback_thread + model::max_callbacks;
  if (*number < 0 || (*number >= header_.threads && !callback))
    throw trace_error("unknown thread " + std::to_string(*number) + "; the header's are 0 to " +
                      std::to_string(header_.threads - 1));
  return static_cast<std::uint8_t>(*number);
}

std::uint8_t trace_parser::object() {
  const auto name = json_->text("object");
  if (!name) throw trace_error("the event has no \"object\"");
  const auto& all = header_.what.objects;
  const auto known = std::ranges::find(all, *name, &program_object::name);
  if (known == all.end()) throw trace_error("unknown object " + in_quotes(*name));
  return static_cast<std::uint8_t>(known - all.begin());
}

label trace_parser::read_call() {
  const auto name = json_->text("op");
  if (!name) throw trace_error("the call has no \"op\"");
  label l{.kind = label_kind::call, .thread = thread(true), .op = model::operation_named(*name)};
  if (l.op == model::operation::none) throw trace_error("unknown operation " + in_quotes(*name));
  const auto& info = model::info(l.op);
  const auto& all = header_.what.objects;
  json_->texts("objects", [&](std::string_view object) {
    const auto known = std::ranges::find(all, object, &program_object::name);
    if (known == all.end()) throw trace_error("unknown object " + in_quotes(object));
    if (l.object_count == model::max_label_objects) throw trace_error("the call has too many objects");
    const auto& kind = model::info(known->spec.kind);
    const bool second_event = l.object_count != 0 && kind.of == model::family::events;
    if (kind.of != info.of && !second_event)
      throw trace_error(in_quotes(*name) + " does not apply to " + in_quotes(object) + ", a " + std::string(kind.name));
    l.objects[l.object_count++] = static_cast<std::uint8_t>(known - all.begin());
  });
  if (l.object_count < info.least || l.object_count > info.most)
    throw trace_error(in_quotes(*name) + " takes " + std::to_string(info.least) +
                      (info.most == info.least ? "" : " to " + std::to_string(info.most)) + " objects, not " +
                      std::to_string(l.object_count));
  if (const auto timeout = json_->number("timeout_ms")) {
    if (!info.waits) throw trace_error(in_quotes(*name) + " takes no timeout");
    if (*timeout < model::infinite || *timeout > std::numeric_limits<std::int32_t>::max())
      throw trace_error("\"timeout_ms\" is a number of milliseconds, or -1 for ever");
    l.timeout_ms = static_cast<std::int32_t>(*timeout);
  }
  return l;
}

label trace_parser::read_return() {
  label l{.kind = label_kind::ret, .thread = thread(true), .result = json_->result()};
  if (const auto name = json_->text("op")) {
    l.op = model::operation_named(*name);
    if (l.op == model::operation::none) throw trace_error("unknown operation " + in_quotes(*name));
  }
  return l;
}

label trace_parser::read_callback(label_kind kind) {
  label l{.kind = kind, .thread = thread(true), .object_count = 1, .objects = {object()}};
  const auto& of = header_.what.objects[l.objects[0]];
  if (!model::info(of.spec.kind).calls_back) throw trace_error(in_quotes(of.name) + " has no callback");
  if (l.thread < model::first_callback_thread)
    throw trace_error("callbacks run on threads " + std::to_string(model::first_callback_thread) + " and " +
                      std::to_string(model::first_callback_thread + model::max_callbacks - 1) + ", not on " +
                      std::to_string(l.thread));
  const auto family = model::info(of.spec.kind).of;
  const auto cause = json_->text("cause");
  std::string words;
  for (const auto& w : cause_words) {
    if (w.of != family) continue;
    if (!cause || *cause == w.word) {
      l.result = w.cause;
      return l;
    }
    words += (words.empty() ? "" : ", ") + std::string(w.word);
  }
  throw trace_error("unknown cause " + in_quotes(*cause) + "; there are " + words);
}

label trace_parser::read_released() {
  return {.kind = label_kind::released, .thread = thread(false), .object_count = 1, .objects = {object()}};
}

}  // namespace selvage::check
