#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "src/record/recording.h"

namespace selvage::report {

/// One execution as a picture: a lane a thread, a row a step. Every number refers to another part of the same value.
struct timeline {
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  /// What the page says of the execution as a whole, in order.
  struct fact {
    std::string name;
    std::string text;
  };
  struct lane {
    std::string name;
    std::string title;  ///< what the thread is there for; may be empty
  };
  enum class row_kind : std::uint8_t { atomic, memory, lock, wait, thread, other, call, answer, rule };
  struct row {
    row_kind kind{row_kind::other};
    std::uint32_t lane{none};  ///< none: the row is about all of them
    std::string text;
    std::string value;   ///< what was read or written, and how; may be empty
    std::string old;     ///< why the value that was read is an old one; empty when it is not
    std::string remark;  ///< what a detector or the checker says of it; may be empty
    std::uint32_t object{none};
    std::uint32_t stack{none};
    std::uint32_t states{none};  ///< the model's, after it
    std::uint32_t newer{};       ///< values of the object newer than the one that was read
    bool switches{};             ///< another thread ran before
    bool preempts{};             ///< and could have gone on
    bool involved{};             ///< the failure rests on it
    bool failing{};
  };
  enum class span_kind : std::uint8_t { life, owns, waits, calls };
  /// Rows `first` to `last` of a lane.
  struct span {
    span_kind kind{};
    std::uint32_t lane{};
    std::uint32_t first{};
    std::uint32_t last{};
    std::uint32_t object{none};
    std::string text;
  };
  enum class arrow_kind : std::uint8_t { orders, reads, wakes, misses };
  /// `from` happens before `to`; `to` `reads` it without being ordered; `from` `wakes` a sleeper; `to` reads an older
  /// value than `from` wrote and `misses` it.
  struct arrow {
    arrow_kind kind{};
    std::uint32_t from{};
    std::uint32_t to{};
  };

  std::string title;     ///< e.g. a clause's sentence
  std::string verdict;   ///< a verdict class, or "holds"
  std::string clause;    ///< may be empty
  std::string sentence;  ///< why; may be empty
  std::vector<fact> facts;
  std::vector<lane> lanes;
  std::vector<std::string> objects;
  std::vector<record::place> places;
  std::vector<std::vector<std::uint32_t>> stacks;
  std::vector<std::vector<std::string>> states;
  std::vector<row> rows;
  std::vector<span> spans;
  std::vector<arrow> arrows;
  std::vector<std::string> notes;  ///< findings and warnings, one sentence each
  std::uint64_t left_out{};        ///< steps that have no row

  /// The row to look at first; `none` when nothing failed.
  [[nodiscard]] std::uint32_t failing_row() const noexcept;
};

}  // namespace selvage::report
