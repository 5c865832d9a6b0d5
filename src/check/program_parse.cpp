#include <algorithm>
#include <cctype>
#include <limits>

#include "src/check/program.h"

namespace selvage::check {
namespace {

using model::object_kind;
using model::operation;

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
    program_object o;
    o.name = name;
    const auto kind = word("the kind of the object");
    if (kind == "manual-reset-event") {
      o.spec.kind = object_kind::manual_reset_event;
    } else if (kind == "auto-reset-event") {
      o.spec.kind = object_kind::auto_reset_event;
    } else if (kind == "safe-handle") {
      o.spec.kind = object_kind::safe_handle;
    } else if (kind == "duplicate") {
      o.spec.kind = object_kind::duplicate;
      read_original(o);
    } else {
      fail("unknown kind of object '" + std::string(kind) +
           "'; there are manual-reset-event, auto-reset-event, safe-handle and duplicate of NAME");
    }
    while (!at_end()) read_attribute(o);
    program_.objects.push_back(std::move(o));
  }

  void read_original(program_object& o) {
    const auto of = word("'of'");
    if (of != "of") fail("expected 'of', found '" + std::string(of) + "'");
    const auto index = object("the object to duplicate");
    const auto kind = program_.objects[index].spec.kind;
    if (kind == object_kind::safe_handle) fail("only events can be duplicated");
    if (kind == object_kind::duplicate) fail("a duplicate is made of an original, not of another duplicate");
    o.spec.original = index;
  }

  void read_attribute(program_object& o) {
    const bool event = o.spec.kind == object_kind::manual_reset_event || o.spec.kind == object_kind::auto_reset_event;
    const bool handle = o.spec.kind == object_kind::safe_handle;
    const auto text = word("an attribute");
    if (text == "set" && event && !o.spec.initially_set) {
      o.spec.initially_set = true;
    } else if (text == "borrowed" && handle && o.spec.owns) {
      o.spec.owns = false;
    } else if (text == "invalid" && handle && o.spec.valid) {
      o.spec.valid = false;
    } else {
      fail("'" + std::string(text) +
           "' does not fit here; an event may be 'set', a safe-handle 'borrowed' or 'invalid'");
    }
  }

  void read_thread() {
    if (program_.threads.size() == max_threads)
      fail("a program has at most " + std::to_string(max_threads) + " threads");
    std::vector<program_operation> operations;
    if (!at_end()) {
      do {
        if (operations.size() == max_operations)
          fail("a thread has at most " + std::to_string(max_operations) + " operations");
        operations.push_back(read_operation());
      } while (accept(';'));
      if (!at_end()) fail("expected ';' or the end of the line, found '" + std::string(1, line_text_[at_]) + "'");
    }
    program_.threads.push_back(std::move(operations));
  }

  program_operation read_operation() {
    const auto name = word("an operation");
    const auto column = column_;
    program_operation o;
    o.op = operation_named(name);
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
    if (!is_wait_operation(o.op)) fail("'" + std::string(operation_name(o.op)) + "' takes no timeout");
    const auto text = word("a timeout");
    std::int64_t value = 0;
    std::size_t i = 0;
    for (; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i) {
      value = value * 10 + (text[i] - '0');
      if (value > std::numeric_limits<std::int32_t>::max()) fail("the timeout is too long");
    }
    if (text.substr(i) != "ms")
      fail("a timeout is a number of milliseconds, e.g. 10ms, not '" + std::string(text) + "'");
    o.timeout_ms = static_cast<std::int32_t>(value);
  }

  void judge(const program_operation& o, const std::string& name) const {
    const auto needs = [&](std::size_t low, std::size_t high, const char* text) {
      if (o.object_count < low || o.object_count > high) fail("'" + name + "' takes " + text);
    };
    if (o.op == operation::signal_and_wait) {
      needs(2, 2, "two objects");
    } else if (o.op == operation::wait_any || o.op == operation::wait_all) {
      needs(0, model::max_label_objects, "at most four objects");
    } else {
      needs(1, 1, "one object");
    }
    for (std::size_t i = 0; i < o.object_count; ++i) {
      const auto& object = program_.objects[o.objects[i]];
      const bool handle = object.spec.kind == object_kind::safe_handle;
      if (handle != is_handle_operation(o.op)) {
        fail("'" + name + "' does not apply to '" + object.name + "', " + (handle ? "a safe handle" : "an event"));
      }
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
