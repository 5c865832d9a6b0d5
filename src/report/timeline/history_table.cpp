#include "src/report/timeline/history_table.h"

#include <algorithm>
#include <vector>

#include "src/program/history.h"

namespace selvage::report {
namespace {

using model::label;
using model::label_kind;

constexpr std::size_t gap = 2;
constexpr std::string_view mark = "✗";

class table {
 public:
  table(const check::program& p, std::span<const label> labels, std::size_t refused, const style& look)
      : program_(p), labels_(labels), refused_(refused), look_(look), pending_(p.threads.size()) {
    const bool others = std::ranges::any_of(
        labels, [](const label& l) { return l.kind == label_kind::released && l.thread == check::no_client; });
    for (const auto& l : labels) {
      if (l.kind == label_kind::callback_begin)
        callbacks_ = std::max<std::size_t>(callbacks_, l.thread - model::first_callback_thread + std::size_t{1});
    }
    columns_ = p.threads.size() + callbacks_ + (others ? 1 : 0);
    widths_.assign(columns_, 2);
  }

  std::string draw() {
    measure();
    std::string out = std::string(margin(), ' ');
    for (std::size_t c = 0; c < columns_; ++c) out += look_.strong(cell(title(c), c));
    out = trimmed(out) + '\n';
    for (std::size_t i = 0; i < labels_.size(); ++i) out += row(i);
    return out;
  }

 private:
  struct entry {
    std::size_t column{};
    std::string text;
  };

  [[nodiscard]] std::size_t margin() const {
    return 2 + std::max<std::size_t>(2, std::to_string(labels_.size()).size()) + gap;
  }

  [[nodiscard]] std::string title(std::size_t c) const {
    const auto threads = program_.threads.size();
    if (c < threads) return "T" + std::to_string(c);
    if (c - threads >= callbacks_) return "subject";
    return callbacks_ == 1 ? "callback" : "callback " + std::to_string(c - threads + 1);
  }

  /// Callbacks stand behind the program's threads, one column for each that runs at once.
  [[nodiscard]] std::size_t column_of(const label& l) const {
    const auto callback = std::size_t{l.thread} - model::first_callback_thread;
    if (callbacks_ != 0 && l.thread >= model::first_callback_thread && callback < callbacks_)
      return program_.threads.size() + callback;
    return std::min<std::size_t>(l.thread, columns_ - 1);
  }

  [[nodiscard]] std::string cell(const std::string& text, std::size_t column) const {
    return padded(text, widths_[column] + gap);
  }

  static std::string trimmed(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  [[nodiscard]] entry entry_of(const label& l) const {
    const auto column = column_of(l);
    check::program_operation o{l.op, l.object_count, l.objects, l.timeout_ms};
    switch (l.kind) {
      case label_kind::call:
        return {column, check::to_text(program_, o)};
      case label_kind::ret:
        return {column, "└ " + check::result_text(l) + (l.overdue != 0 ? ", past its deadline" : "")};
      case label_kind::released:
        return {column, "· releases " + program_.objects.at(l.objects[0]).name};
      case label_kind::callback_begin:
        return {column, "┌ callback of " + program_.objects.at(l.objects[0]).name + check::cause_text(program_, l)};
      case label_kind::callback_end:
        return {column, "└ callback of " + program_.objects.at(l.objects[0]).name};
      case label_kind::quiescent:
        break;
    }
    return {};
  }

  void measure() {
    for (std::size_t c = 0; c < columns_; ++c) widths_[c] = std::max(widths_[c], width_of(title(c)));
    for (const auto& l : labels_) {
      if (l.kind == label_kind::quiescent) continue;
      const auto e = entry_of(l);
      widths_[e.column] = std::max(widths_[e.column], width_of(e.text));
    }
  }

  [[nodiscard]] std::string rule(const label& l) const {
    std::size_t width = 0;
    for (const auto w : widths_) width += w + gap;
    std::string asleep;
    for (std::size_t t = 0; t < pending_.size(); ++t) {
      if (!pending_[t]) continue;
      if (!asleep.empty()) asleep += ", ";
      asleep += "T" + std::to_string(t);
    }
    std::string text = l.result != 0 ? "the end" : "nothing can move by itself";
    if (!asleep.empty()) text += ": " + asleep + (asleep.find(',') == std::string::npos ? " sleeps" : " sleep");
    std::string line = "╌╌ " + text + ' ';
    while (width_of(line) < width) line += "╌";
    return line;
  }

  std::string row(std::size_t i) {
    const auto& l = labels_[i];
    if (l.thread < pending_.size()) {
      if (l.kind == label_kind::call) pending_[l.thread] = true;
      if (l.kind == label_kind::ret) pending_[l.thread] = false;
    }
    const bool bad = i == refused_;
    const auto number = std::to_string(i + 1);
    std::string line = std::string(bad ? mark : " ") + ' ' + std::string(margin() - 2 - gap - number.size(), ' ') +
                       number + std::string(gap, ' ');
    if (l.kind == label_kind::quiescent) {
      line += rule(l);
    } else {
      const auto e = entry_of(l);
      for (std::size_t c = 0; c < e.column; ++c) line += cell("", c);
      line += e.text;
    }
    if (bad) return look_.bad(line) + '\n';
    return (l.kind == label_kind::quiescent ? look_.faint(line) : line) + '\n';
  }

  const check::program& program_;
  std::span<const label> labels_;
  std::size_t refused_;
  const style& look_;
  std::vector<bool> pending_;
  std::size_t callbacks_{};  ///< that ran at once
  std::size_t columns_{};
  std::vector<std::size_t> widths_;
};

}  // namespace

std::string history_table(const check::program& p, std::span<const label> labels, std::size_t refused,
                          const style& look) {
  return table(p, labels, refused, look).draw();
}

}  // namespace selvage::report
