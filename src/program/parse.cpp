#include <algorithm>
#include <cctype>
#include <limits>

#include "model/operation.h"
#include "src/program/program.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

std::string kind_list() {
  std::string text;
  for (const auto& k : model::object_kinds()) text += (text.empty() ? "" : ", ") + std::string(k.name);
  return text;
}

std::string attribute_list(const model::object_kind_info& kind) {
  std::string text;
  const auto add = [&](std::string_view item) { text += (text.empty() ? "" : ", ") + std::string(item); };
  for (const auto& a : model::attributes()) {
    if (a.fits(kind.kind)) add(a.name);
  }
  if (kind.timed) add("a time, e.g. 10ms");
  if (kind.calls_back) add("callback { … }");
  return text.empty() ? "no attribute" : text;
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

class reader {
 public:
  explicit reader(std::string_view text) : text_(text) {}

  program read() {
    while (next_line()) read_line();
    if (program_.threads.empty()) throw program_error(line_ + 1, 1, "a program needs at least one thread");
    return std::move(program_);
  }

 private:
  [[noreturn]] void fail(const std::string& message) const { throw program_error(line_, column_, message); }

  bool next_line() {
    if (rest_ >= text_.size()) return false;
    const auto end = std::min(text_.find('\n', rest_), text_.size());
    line_text_ = text_.substr(rest_, end - rest_);
    line_text_ = line_text_.substr(0, line_text_.find('#'));
    if (!line_text_.empty() && line_text_.back() == '\r') line_text_.remove_suffix(1);
    rest_ = end + 1;
    ++line_;
    at_ = 0;
    return true;
  }

  void skip_space() {
    while (at_ < line_text_.size() && (line_text_[at_] == ' ' || line_text_[at_] == '\t')) ++at_;
    column_ = at_ + 1;
  }

  bool at_end() {
    skip_space();
    return at_ == line_text_.size();
  }

  std::string_view word(const char* what) {
    skip_space();
    const auto begin = at_;
    while (at_ < line_text_.size() && is_word(line_text_[at_])) ++at_;
    if (at_ == begin)
      fail(std::string("expected ") + what + (at_end() ? "" : ", found '" + std::string(1, line_text_[at_]) + "'"));
    return line_text_.substr(begin, at_ - begin);
  }

  bool accept(char c) {
    skip_space();
    if (at_ == line_text_.size() || line_text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void expect(char c) {
    if (!accept(c))
      fail(std::string("expected '") + c +
           (at_end() ? "' before the end of the line" : "', found '" + std::string(1, line_text_[at_]) + "'"));
  }

  void read_line() {
    if (at_end()) return;
    const auto item = word("'object' or 'thread'");
    if (item == "object") {
      read_object();
    } else if (item == "thread") {
      read_thread();
    } else {
      fail("expected 'object' or 'thread', found '" + std::string(item) + "'");
    }
  }

  void read_object() {
    const std::string name(word("a name for the object"));
    if (std::isalpha(static_cast<unsigned char>(name[0])) == 0)
      fail("the name of an object begins with a letter, not '" + name + "'");
    if (find(name) != program_.objects.size()) fail("there is already an object '" + name + "'");
    if (program_.objects.size() == max_objects)
      fail("a program has at most " + std::to_string(max_objects) + " objects");
    if (!program_.threads.empty()) fail("objects stand before threads");
    const auto kind = word("the kind of the object");
    const auto kinds = model::object_kinds();
    const auto known =
        std::find_if(kinds.begin(), kinds.end(), [&](const model::object_kind_info& k) { return k.name == kind; });
    if (known == kinds.end()) fail("unknown kind of object '" + std::string(kind) + "'; there are " + kind_list());
    model::object_spec spec;
    spec.kind = known->kind;
    if (known->of_event) spec.original = read_original();
    // Its callback may use the object itself.
    program_.objects.push_back({name, spec, {}});
    while (!at_end()) read_attribute(program_.objects.back(), *known);
  }

  std::uint8_t read_original() {
    const auto of = word("'of'");
    if (of != "of") fail("expected 'of', found '" + std::string(of) + "'");
    const auto index = object("an event");
    const auto kind = program_.objects[index].spec.kind;
    if (kind == object_kind::duplicate)
      fail("'" + program_.objects[index].name + "' is a duplicate; name its original");
    if (kind != object_kind::manual_reset_event && kind != object_kind::auto_reset_event)
      fail("'" + program_.objects[index].name + "' is no event");
    return index;
  }

  void read_attribute(program_object& o, const model::object_kind_info& kind) {
    const auto text = word("an attribute");
    if (kind.timed && std::isdigit(static_cast<unsigned char>(text[0])) != 0) {
      o.spec.timeout_ms = milliseconds(text);
      return;
    }
    if (kind.calls_back && text == "callback") {
      expect('{');
      o.callback = read_operations();
      expect('}');
      return;
    }
    for (const auto& a : model::attributes()) {
      if (a.name != text || !a.fits(o.spec.kind) || o.spec.*a.member == a.value) continue;
      o.spec.*a.member = a.value;
      return;
    }
    fail("'" + std::string(text) + "' does not fit here; a " + std::string(kind.name) + " takes " +
         attribute_list(kind));
  }

  void read_thread() {
    if (program_.threads.size() == max_threads)
      fail("a program has at most " + std::to_string(max_threads) + " threads");
    const bool calls_back =
        std::ranges::any_of(program_.objects, [](const auto& o) { return model::info(o.spec.kind).calls_back; });
    if (calls_back && program_.threads.size() == model::first_callback_thread)
      fail("a program whose objects call back has at most " + std::to_string(model::first_callback_thread) +
           " threads");
    std::vector<program_operation> operations;
    if (!at_end()) {
      operations = read_operations();
      if (!at_end()) fail("expected ';' or the end of the line, found '" + std::string(1, line_text_[at_]) + "'");
    }
    program_.threads.push_back(std::move(operations));
  }

  std::vector<program_operation> read_operations() {
    std::vector<program_operation> operations;
    do {
      if (operations.size() == max_operations)
        fail("a thread has at most " + std::to_string(max_operations) + " operations");
      operations.push_back(read_operation());
    } while (accept(';'));
    return operations;
  }

  program_operation read_operation() {
    const auto name = word("an operation");
    const auto column = column_;
    program_operation o;
    o.op = model::operation_named(name);
    if (o.op == operation::none) fail("unknown operation '" + std::string(name) + "'");
    expect('(');
    if (accept(')')) {
      column_ = column;
      judge(o, std::string(name));
      return o;
    }
    do {
      skip_space();
      if (at_ < line_text_.size() && std::isdigit(static_cast<unsigned char>(line_text_[at_])) != 0) {
        read_timeout(o);
        break;
      }
      if (o.object_count == model::max_label_objects)
        fail("an operation takes at most " + std::to_string(model::max_label_objects) + " objects");
      o.objects[o.object_count++] = object("an object");
    } while (accept(','));
    expect(')');
    column_ = column;
    judge(o, std::string(name));
    return o;
  }

  void read_timeout(program_operation& o) {
    if (!model::info(o.op).waits) fail("'" + std::string(operation_name(o.op)) + "' takes no timeout");
    o.timeout_ms = milliseconds(word("a timeout"));
  }

  std::int32_t milliseconds(std::string_view text) const {
    std::int64_t value = 0;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
      value = value * 10 + (text[i] - '0');
      if (value > std::numeric_limits<std::int32_t>::max()) fail("the time is too long");
    }
    if (text.substr(i) != "ms") fail("a time is a number of milliseconds, e.g. 10ms, not '" + std::string(text) + "'");
    return static_cast<std::int32_t>(value);
  }

  void judge(const program_operation& o, const std::string& name) const {
    const auto needs = [&](std::size_t low, std::size_t high, const char* text) {
      if (o.object_count < low || o.object_count > high) fail("'" + name + "' takes " + text);
    };
    const auto& info = model::info(o.op);
    needs(info.least, info.most,
          info.most == 1    ? "one object"
          : info.least == 2 ? "two objects"
                            : "at most four objects");
    for (std::size_t i = 0; i < o.object_count; ++i) {
      const auto& object = program_.objects[o.objects[i]];
      const auto& kind = model::info(object.spec.kind);
      const bool second_event = i != 0 && kind.of == model::family::events;
      if (kind.of != info.of && !second_event)
        fail("'" + name + "' does not apply to '" + object.name + "', a " + std::string(kind.name));
    }
  }

  std::uint8_t object(const char* what) {
    const std::string name(word(what));
    const auto index = find(name);
    if (index == program_.objects.size()) fail("there is no object '" + name + "'");
    return static_cast<std::uint8_t>(index);
  }

  [[nodiscard]] std::size_t find(std::string_view name) const {
    const auto it =
        std::find_if(program_.objects.begin(), program_.objects.end(), [&](const auto& o) { return o.name == name; });
    return static_cast<std::size_t>(it - program_.objects.begin());
  }

  std::string_view text_;
  std::size_t rest_{};
  std::string_view line_text_;
  std::size_t line_{};
  std::size_t at_{};
  std::size_t column_{1};
  program program_;
};

}  // namespace

program parse_program(std::string_view text) { return reader(text).read(); }

}  // namespace selvage::check
