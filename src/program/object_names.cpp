#include "src/program/object_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "model/operation.h"

namespace selvage::check {
namespace {

bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Reads text from left to right and writes it out again.
class renaming {
 public:
  renaming(std::string_view text, const program& p) : text_(text), program_(p) {}

  std::string done() {
    while (at_ < text_.size()) {
      if (!in_word(text_[at_])) {
        out_ += text_[at_++];
        continue;
      }
      const auto word = read_word();
      if ((word == "object" || word == "registration") && name_after(" ")) continue;
      out_ += word;
      if (model::operation_named(word) != model::operation::none && at_ < text_.size() && text_[at_] == '(')
        arguments();
    }
    return std::move(out_);
  }

 private:
  std::string_view read_word() {
    const auto begin = at_;
    while (at_ < text_.size() && in_word(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  /// Writes the name of the object whose number follows `gap`, and not `gap`; false when none does.
  bool name_after(std::string_view gap) {
    if (!text_.substr(at_).starts_with(gap)) return false;
    std::size_t number = 0;
    const char* const first = text_.data() + at_ + gap.size();
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), number);
    if (error != std::errc{} || number >= program_.objects.size()) return false;
    out_ += program_.objects[number].name;
    at_ = static_cast<std::size_t>(end - text_.data());
    return true;
  }

  void arguments() {
    out_ += text_[at_++];
    while (name_after("")) {
      if (!text_.substr(at_).starts_with(", ")) break;
      out_ += ", ";
      at_ += 2;
    }
  }

  std::string_view text_;
  const program& program_;
  std::size_t at_{};
  std::string out_;
};

}  // namespace

std::string with_names(std::string_view text, const program& p) { return renaming(text, p).done(); }

std::vector<std::string> with_names(std::vector<std::string> states, const program& p) {
  const auto groups = components(p);
  const bool one_group = std::ranges::all_of(groups, [&](auto g) { return g == groups.front(); });
  // The machines of the patterns number the objects of their group, the one of events those of the program.
  const bool numbered_alike = one_group || std::ranges::all_of(p.objects, [](const auto& o) {
                                const auto of = model::info(o.spec.kind).of;
                                return of == model::family::handles || of == model::family::events;
                              });
  if (numbered_alike)
    for (auto& s : states) s = with_names(s, p);
  return states;
}

}  // namespace selvage::check
