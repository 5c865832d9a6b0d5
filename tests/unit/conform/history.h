#pragma once

#include <cppunit/TestAssert.h>

#include <array>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "model/label.h"
#include "model/machine.h"
#include "model/profile.h"
#include "src/conform/checker.h"
#include "src/verdict/verdict.h"

namespace selvage::conform::test {

using model::object_kind;
using model::object_spec;
using model::operation;
using model::verdict;
namespace outcome = model::outcome;

inline object_spec handle() { return {}; }
inline object_spec manual(bool set = false) { return {object_kind::manual_reset_event, set, true, true, 0}; }
inline object_spec automatic(bool set = false) { return {object_kind::auto_reset_event, set, true, true, 0}; }
inline object_spec duplicate_of(std::uint8_t original) { return {object_kind::duplicate, false, true, true, original}; }

/// A history written by hand.
class history {
 public:
  history& call(std::uint8_t thread, operation op, std::initializer_list<std::uint8_t> objects,
                std::int32_t timeout_ms = model::infinite) {
    model::label l;
    l.kind = model::label_kind::call;
    l.thread = thread;
    l.op = op;
    l.object_count = static_cast<std::uint8_t>(objects.size());
    std::size_t i = 0;
    for (const std::uint8_t o : objects) l.objects.at(i++) = o;
    l.timeout_ms = timeout_ms;
    labels_.push_back(l);
    return *this;
  }
  history& ret(std::uint8_t thread, std::int16_t result = outcome::ok, std::uint16_t overdue = 0) {
    model::label l;
    l.kind = model::label_kind::ret;
    l.thread = thread;
    l.result = result;
    l.overdue = overdue;
    for (const model::label& c : labels_) {
      if (c.kind == model::label_kind::call && c.thread == thread) l.op = c.op;
    }
    labels_.push_back(l);
    return *this;
  }
  /// A call that returns before anything else happens.
  history& does(std::uint8_t thread, operation op, std::initializer_list<std::uint8_t> objects,
                std::int16_t result = outcome::ok, std::int32_t timeout_ms = model::infinite) {
    return call(thread, op, objects, timeout_ms).ret(thread, result);
  }
  history& released(std::uint8_t thread, std::uint8_t object) {
    model::label l;
    l.kind = model::label_kind::released;
    l.thread = thread;
    l.object_count = 1;
    l.objects[0] = object;
    labels_.push_back(l);
    return *this;
  }
  history& begins(std::uint8_t thread, std::uint8_t object, std::int16_t cause = outcome::ok) {
    return callback(model::label_kind::callback_begin, thread, object, cause);
  }
  history& ends(std::uint8_t thread, std::uint8_t object, std::int16_t cause = outcome::ok) {
    return callback(model::label_kind::callback_end, thread, object, cause);
  }
  /// A callback of object 0 that does nothing.
  history& runs(std::int16_t cause, std::uint8_t thread = model::first_callback_thread) {
    return begins(thread, 0, cause).ends(thread, 0, cause);
  }
  history& quiet(bool final = false) {
    model::label l;
    l.kind = model::label_kind::quiescent;
    l.result = final ? 1 : 0;
    labels_.push_back(l);
    return *this;
  }
  [[nodiscard]] const std::vector<model::label>& labels() const { return labels_; }

 private:
  history& callback(model::label_kind kind, std::uint8_t thread, std::uint8_t object, std::int16_t cause) {
    model::label l;
    l.kind = kind;
    l.thread = thread;
    l.object_count = 1;
    l.objects[0] = object;
    l.result = cause;
    labels_.push_back(l);
    return *this;
  }

  std::vector<model::label> labels_;
};

inline std::unique_ptr<checker> together(const std::vector<object_spec>& objects, const char* profile = "strict",
                                         effort most = {}) {
  const std::vector<std::uint8_t> one(objects.size(), 0);
  return make_checker(objects, one, *model::profile_named(profile), most);
}

/// The index of the first refused label, or the history's length.
inline std::size_t run(checker& c, const history& h) {
  c.restart();
  for (std::size_t i = 0; i < h.labels().size(); ++i) {
    if (!c.step(h.labels()[i])) return i;
  }
  return h.labels().size();
}

/// None, little and all: whether one explanation is looked for or every one, verdicts are the same.
inline constexpr std::array<effort, 3> efforts{effort{0}, effort{3}, every_effort};

inline void accepts(const std::vector<object_spec>& objects, const history& h, const char* profile = "strict") {
  for (const effort most : efforts) {
    const auto c = together(objects, profile, most);
    for (int round = 0; round < 2; ++round) {  // the second time from the cache
      const std::size_t at = run(*c, h);
      const std::string why = at == h.labels().size() ? "" : c->explain().clause + ": " + c->explain().detail;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(why, h.labels().size(), at);
    }
  }
}

/// The last label, and none before it, is refused with that verdict and clause.
inline void refuses(const std::vector<object_spec>& objects, const history& h, verdict v, const std::string& clause,
                    const char* profile = "strict") {
  for (const effort most : efforts) {
    const auto c = together(objects, profile, most);
    for (int round = 0; round < 2; ++round) {
      const std::size_t at = run(*c, h);
      const std::string early = at + 1 < h.labels().size() ? c->explain().clause + ": " + c->explain().detail : "";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(early, h.labels().size() - 1, at);
      const finding f = c->explain();
      CPPUNIT_ASSERT_EQUAL_MESSAGE(f.detail, clause, f.clause);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(f.detail, std::string(model::name(v)), std::string(model::name(f.verdict)));
      CPPUNIT_ASSERT(!f.text.empty());
      CPPUNIT_ASSERT(!c->states().empty());
    }
  }
}

}  // namespace selvage::conform::test
