#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "selvage/async/async_result.h"
#include "selvage/async/begin_invoke.h"
#include "selvage/async/file_stream.h"
#include "selvage/async/thread_pool.h"
#include "tests/unit/async/thread_executor.h"

namespace selvage::async::test {
namespace {

using base_pointer = std::shared_ptr<async_result_base>;

class apm : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(apm);
  CPPUNIT_TEST(state_and_identity);
  CPPUNIT_TEST(end_returns_or_rethrows);
  CPPUNIT_TEST(end_twice_and_foreign);
  CPPUNIT_TEST(handle_is_made_once_and_closed_by_end);
  CPPUNIT_TEST(consumer_closes_early);
  CPPUNIT_TEST(synchronously_is_fixed_once_seen);
  CPPUNIT_TEST(callback_exception_leaves_the_completion);
  CPPUNIT_TEST(nesting_has_a_limit);
  CPPUNIT_TEST(abandoned);
  CPPUNIT_TEST(abandoned_before_completion);
  CPPUNIT_TEST(a_pool_is_an_executor);
  CPPUNIT_TEST(racing_ends);
  CPPUNIT_TEST(racing_readers_of_the_handle);
  CPPUNIT_TEST(invoke);
  CPPUNIT_TEST(invoke_with_callback);
  CPPUNIT_TEST(files);
  CPPUNIT_TEST(file_errors);
  CPPUNIT_TEST_SUITE_END();

  void state_and_identity() {
    int mine = 0;
    base_pointer given;
    auto r =
        async_result<int>::begin(this, {.callback = [&given](const base_pointer& p) { given = p; }, .state = &mine});
    CPPUNIT_ASSERT(std::any_cast<int*>(r->async_state()) == &mine);
    CPPUNIT_ASSERT(!r->is_completed());
    r->set_value(4);
    CPPUNIT_ASSERT(r->is_completed());
    CPPUNIT_ASSERT(given == r);
    CPPUNIT_ASSERT(!async_result<int>::begin(this)->async_state().has_value());
  }

  void end_returns_or_rethrows() {
    auto r = async_result<std::string>::begin(this);
    std::jthread completer([r] { r->set_value("done"); });
    CPPUNIT_ASSERT_EQUAL(std::string("done"), async_result<std::string>::end(this, r));
    auto failed = async_result<>::begin(this);
    failed->set_exception(std::make_exception_ptr(std::range_error("its own")));
    CPPUNIT_ASSERT_THROW(async_result<>::end(this, failed), std::range_error);
    CPPUNIT_ASSERT_THROW(async_result<>::end(this, failed), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(failed->set_value(), invalid_operation_error);
    CPPUNIT_ASSERT(!failed->try_set_value({}));
  }

  void end_twice_and_foreign() {
    auto r = async_result<int>::begin(this);
    int other = 0;
    CPPUNIT_ASSERT_THROW(async_result<int>::end(&other, r), argument_error);
    CPPUNIT_ASSERT_THROW(async_result<long>::end(this, r), argument_error);
    CPPUNIT_ASSERT_THROW(async_result<int>::end(this, nullptr), argument_error);
    r->set_value(7);
    CPPUNIT_ASSERT_EQUAL(7, async_result<int>::end(this, r));
    CPPUNIT_ASSERT_THROW(async_result<int>::end(this, r), invalid_operation_error);
  }

  void handle_is_made_once_and_closed_by_end() {
    auto r = async_result<int>::begin(this);
    auto& handle = r->async_wait_handle();
    CPPUNIT_ASSERT(&handle == &r->async_wait_handle());
    CPPUNIT_ASSERT(!handle.wait_for(std::chrono::milliseconds(0)));
    r->set_value(1);
    handle.wait();
    async_result<int>::end(this, r);
    CPPUNIT_ASSERT(handle.is_closed());
    CPPUNIT_ASSERT_THROW(handle.wait(), object_disposed_error);
    auto late = async_result<int>::begin(this);
    late->set_value(1);
    CPPUNIT_ASSERT(late->async_wait_handle().wait_for(std::chrono::milliseconds(0)));
    auto never_asked = async_result<int>::begin(this);
    never_asked->set_value(1);
    async_result<int>::end(this, never_asked);
    CPPUNIT_ASSERT_THROW(never_asked->async_wait_handle().wait(), object_disposed_error);
  }

  void consumer_closes_early() {
    int calls = 0;
    auto r = async_result<int>::begin(this, {.callback = [&calls](const base_pointer&) { ++calls; }});
    r->async_wait_handle().close();
    r->set_value(3);
    CPPUNIT_ASSERT_EQUAL(1, calls);
    CPPUNIT_ASSERT_EQUAL(3, async_result<int>::end(this, r));
  }

  void synchronously_is_fixed_once_seen() {
    auto r = async_result<int>::begin(this);
    r->set_value(1, true);
    CPPUNIT_ASSERT(r->completed_synchronously());
    auto asked = async_result<int>::begin(this);
    CPPUNIT_ASSERT(!asked->completed_synchronously());
    asked->set_value(1, true);
    CPPUNIT_ASSERT(!asked->completed_synchronously());
  }

  void callback_exception_leaves_the_completion() {
    auto r =
        async_result<int>::begin(this, {.callback = [](const base_pointer&) { throw std::range_error("callback"); }});
    CPPUNIT_ASSERT_THROW(r->set_value(5), std::range_error);
    CPPUNIT_ASSERT(r->is_completed());
    CPPUNIT_ASSERT_EQUAL(5, async_result<int>::end(this, r));
  }

  void nesting_has_a_limit() {
    struct chain {
      collecting_executor posted;
      unsigned depth{};
      unsigned deepest{};
      unsigned left{max_nested_callbacks * 2 + 10};
      void next() {
        if (left-- == 0) return;
        auto r = async_result<int>::begin(this, {.callback =
                                                     [this](const base_pointer&) {
                                                       deepest = std::max(deepest, ++depth);
                                                       next();
                                                       --depth;
                                                     },
                                                 .overflow = &posted});
        r->set_value(1, true);
      }
    } c;
    c.next();
    CPPUNIT_ASSERT_EQUAL(max_nested_callbacks, c.deepest);
    CPPUNIT_ASSERT(c.left > 0 && c.posted.size() == 1);
    while (c.posted.run_one()) {
    }
    CPPUNIT_ASSERT_EQUAL(max_nested_callbacks, c.deepest);
    CPPUNIT_ASSERT_EQUAL(~0U, c.left);
  }

  void abandoned() {
    std::weak_ptr<async_result_base> gone;
    {
      auto r = async_result<int>::begin(this);
      gone = r;
      (void)r->async_wait_handle();
      r->set_exception(std::make_exception_ptr(std::range_error("nobody looks")));
    }
    CPPUNIT_ASSERT(gone.expired());
  }

  void abandoned_before_completion() {
    std::atomic<int> calls{0};
    {
      thread_executor pool(2);
      for (int i = 0; i < 20; ++i) {
        (void)begin_invoke(pool, [i] { return i % 2 == 0 ? i : throw std::range_error("nobody looks"); },
                           {.callback = [&](const base_pointer& p) { calls += p->is_completed() ? 1 : 0; }});
      }
    }
    CPPUNIT_ASSERT_EQUAL(20, calls.load());
  }

  void a_pool_is_an_executor() {
    thread_pool pool(2);
    std::vector<std::shared_ptr<async_result<int>>> begun;
    for (int i = 0; i < 200; ++i) begun.push_back(begin_invoke(pool, [i] { return i; }));
    for (int i = 0; i < 200; ++i) CPPUNIT_ASSERT_EQUAL(i, end_invoke(begun[static_cast<std::size_t>(i)]));
    for (int i = 0; i < 500; ++i) CPPUNIT_ASSERT_EQUAL(i, end_invoke(begin_invoke(pool, [i] { return i; })));
  }

  void racing_ends() {
    for (int round = 0; round < 200; ++round) {
      auto r = async_result<int>::begin(this);
      std::atomic<int> won{0};
      std::atomic<int> lost{0};
      {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; ++i) {
          threads.emplace_back([&] {
            try {
              won += async_result<int>::end(this, r);
            } catch (const invalid_operation_error&) {
              ++lost;
            }
          });
        }
        r->set_value(1);
      }
      CPPUNIT_ASSERT_EQUAL(1, won.load());
      CPPUNIT_ASSERT_EQUAL(2, lost.load());
    }
  }

  void racing_readers_of_the_handle() {
    for (int round = 0; round < 200; ++round) {
      auto r = async_result<int>::begin(this);
      std::array<event_wait_handle*, 3> seen{};
      {
        std::vector<std::jthread> threads;
        for (auto& s : seen) {
          threads.emplace_back([&s, r] {
            s = &r->async_wait_handle();
            s->wait();
          });
        }
        r->set_value(1);
      }
      CPPUNIT_ASSERT(seen[0] == seen[1] && seen[1] == seen[2]);
    }
  }

  void invoke() {
    thread_executor pool(2);
    auto r = begin_invoke(pool, [] { return 6 * 7; });
    CPPUNIT_ASSERT_EQUAL(42, end_invoke(r));
    auto nothing = begin_invoke(pool, [] {});
    end_invoke(nothing);
    auto throws = begin_invoke(pool, []() -> int { throw std::range_error("f"); });
    CPPUNIT_ASSERT_THROW(end_invoke(throws), std::range_error);
    CPPUNIT_ASSERT_THROW(end_invoke(throws), invalid_operation_error);
    CPPUNIT_ASSERT_THROW(end_invoke<int>(async_result<int>::begin(this)), argument_error);
  }

  void invoke_with_callback() {
    thread_executor pool(2);
    std::atomic<int> value{0};
    manual_reset_event over(false);
    (void)begin_invoke(pool, [] { return 5; }, {.callback = [&](const base_pointer& p) {
                         value = end_invoke<int>(p);
                         over.set();
                       }});
    over.wait();
    CPPUNIT_ASSERT_EQUAL(5, value.load());
  }

  static std::string temporary() {
    std::string name = (std::filesystem::temp_directory_path() / "selvage-apm-XXXXXX").string();
    const int fd = mkstemp(name.data());
    CPPUNIT_ASSERT(fd >= 0);
    ::close(fd);
    return name;
  }

  void files() {
    const std::string name = temporary();
    {
      thread_executor pool(2);
      file_stream f(pool, name, file_stream::access::read_write);
      const std::string text = "asynchronous programming model";
      auto w = f.begin_write(std::as_bytes(std::span(text)), 3);
      f.end_write(w);
      std::array<char, 64> back{};
      auto r = f.begin_read(std::as_writable_bytes(std::span(back)), 3);
      CPPUNIT_ASSERT_THROW(f.end_write(r), argument_error);
      CPPUNIT_ASSERT_EQUAL(text.size(), f.end_read(r));
      CPPUNIT_ASSERT(std::memcmp(back.data(), text.data(), text.size()) == 0);
      auto end = f.begin_read(std::as_writable_bytes(std::span(back)), 1000);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, f.end_read(end));
    }
    std::filesystem::remove(name);
  }

  void file_errors() {
    thread_executor pool(1);
    CPPUNIT_ASSERT_THROW(file_stream(pool, "/nowhere/at/all", file_stream::access::read), std::system_error);
    file_stream directory(pool, "/", file_stream::access::read);
    std::array<std::byte, 4> buffer{};
    int calls = 0;
    CPPUNIT_ASSERT_THROW((void)directory.begin_read(buffer, -1, {.callback = [&](const base_pointer&) { ++calls; }}),
                         argument_error);
    CPPUNIT_ASSERT_THROW((void)directory.begin_write(buffer, 0), argument_error);
    CPPUNIT_ASSERT_EQUAL(0, calls);
    auto r = directory.begin_read(buffer, 0);
    CPPUNIT_ASSERT_THROW(directory.end_read(r), std::system_error);  // EISDIR
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(apm);

}  // namespace
}  // namespace selvage::async::test
