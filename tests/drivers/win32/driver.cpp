// Runs programs (`selvage trace program`) on the events, waits and registrations of Win32, with real threads, and
// writes what happened as a recording (docs/trace.md).
//
//   driver.exe RUNS INTERRUPTED DATE PROGRAMS   >RECORDING
//
// Of INTERRUPTED further executions an APC is queued to every thread that waits, just before each set and pulse.
// tests/drivers/win32/record builds and runs it under Wine.
#include <windows.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "recording.h"

namespace {

using json = recording::json;

/// How long nothing must have happened until every thread that is inside a call counts as asleep.
constexpr DWORD patience_ms = 250;
constexpr int callback_threads = 2;
constexpr int first_callback_thread = 4;

struct execution;

struct object {
  execution* in{};
  std::string name;
  json spec;
  HANDLE handle{};
  HANDLE waited{};  ///< a registration's event
};

struct client {
  execution* in{};
  int number{};
  HANDLE thread{};
  std::atomic<bool> over{false};
};

/// One run of one program. Never freed: a thread that sleeps for ever keeps what it uses.
struct execution {
  json program;
  recording history;
  std::map<std::string, object> objects;
  std::array<client, 4> clients;
  std::size_t client_count{};
  std::atomic<int> pending{0};  ///< calls that have begun and not returned
  std::atomic<unsigned> callbacks{0};
  bool interrupts{};
  unsigned seed{};
};

void CALLBACK interruption(ULONG_PTR) { Sleep(0); }

json failure() {
  switch (GetLastError()) {
    case ERROR_INVALID_HANDLE:
      return "object_disposed";
    case ERROR_INVALID_PARAMETER:
      return "argument";
    default:
      return "other_exception";
  }
}

json done(BOOL succeeded) { return succeeded != 0 ? json("ok") : failure(); }

/// Waits once more after each interruption, until the deadline of the first wait.
template <typename Wait>
json waited(DWORD timeout, bool index, const Wait& wait) {
  const auto start = GetTickCount64();
  auto left = timeout;
  for (;;) {
    const DWORD result = wait(left);
    if (result == WAIT_TIMEOUT) return "timed_out";
    if (result == WAIT_FAILED) return failure();
    if (result != WAIT_IO_COMPLETION) return index ? json(result - WAIT_OBJECT_0) : json("ok");
    if (timeout == INFINITE) continue;
    const auto gone = GetTickCount64() - start;
    left = gone < timeout ? timeout - static_cast<DWORD>(gone) : 0;
  }
}

void CALLBACK called_back(PVOID context, BOOLEAN timed_out);

json unregister(object& r, HANDLE completion) {
  if (r.handle == nullptr) return "invalid_operation";
  if (UnregisterWaitEx(r.handle, completion) != 0) return true;
  return GetLastError() == ERROR_IO_PENDING ? json(true) : failure();
}

json invoke(execution& e, const json& call) {
  const std::string op = call["op"];
  std::vector<object*> named;
  std::vector<HANDLE> handles;
  for (const auto& name : call["objects"]) {
    named.push_back(&e.objects.at(name));
    handles.push_back(named.back()->handle);
  }
  const DWORD timeout = call.contains("timeout_ms") ? call["timeout_ms"].get<DWORD>() : INFINITE;
  const auto count = static_cast<DWORD>(handles.size());
  if (op == "set") return done(SetEvent(handles[0]));
  if (op == "reset") return done(ResetEvent(handles[0]));
  if (op == "pulse") return done(PulseEvent(handles[0]));
  if (op == "close") return done(CloseHandle(handles[0]));
  if (op == "wait") return waited(timeout, false, [&](DWORD t) { return WaitForSingleObjectEx(handles[0], t, TRUE); });
  if (op == "wait_any" || op == "wait_all") {
    const BOOL all = op == "wait_all";
    return waited(timeout, !all,
                  [&](DWORD t) { return WaitForMultipleObjectsEx(count, handles.data(), all, t, TRUE); });
  }
  if (op == "signal_and_wait") {
    bool signalled = false;
    return waited(timeout, false, [&](DWORD t) {
      if (std::exchange(signalled, true)) return WaitForSingleObjectEx(handles[1], t, TRUE);
      return SignalObjectAndWait(handles[0], handles[1], t, TRUE);
    });
  }
  auto& r = *named[0];
  if (op == "unregister") return unregister(r, handles.size() > 1 ? handles[1] : nullptr);
  if (op == "unregister_blocking") return unregister(r, INVALID_HANDLE_VALUE);
  const DWORD period = r.spec.contains("timeout_ms") ? r.spec["timeout_ms"].get<DWORD>() : INFINITE;
  return done(RegisterWaitForSingleObject(&r.handle, r.waited, called_back, &r, period,
                                          r.spec.contains("once") ? WT_EXECUTEONLYONCE : WT_EXECUTEDEFAULT));
}

void interrupt_others(const execution& e, int self) {
  for (std::size_t i = 0; i < e.client_count; ++i) {
    const auto& c = e.clients[i];
    if (c.number != self && !c.over) QueueUserAPC(interruption, c.thread, 0);
  }
}

void play(execution& e, const json& calls, int thread) {
  for (const auto& call : calls) {
    json event = {{"event", "call"}, {"thread", thread}};
    event.update(call);
    e.history.push(event);
    ++e.pending;
    const std::string op = call["op"];
    if (e.interrupts && (op == "set" || op == "pulse")) interrupt_others(e, thread);
    json result = invoke(e, call);
    e.history.push({{"event", "return"}, {"thread", thread}, {"result", std::move(result)}});
    --e.pending;
  }
}

void CALLBACK called_back(PVOID context, BOOLEAN timed_out) {
  auto& r = *static_cast<object*>(context);
  auto& e = *r.in;
  if (e.history.full()) return;
  int slot = 0;
  for (;; slot = (slot + 1) % callback_threads) {
    const unsigned bit = 1U << slot;
    if ((e.callbacks.fetch_or(bit) & bit) == 0) break;
    Sleep(0);
  }
  const int thread = first_callback_thread + slot;
  json begins = {{"event", "callback-begin"}, {"thread", thread}, {"object", r.name}};
  if (timed_out != 0) begins["cause"] = "timed_out";
  e.history.push(begins);
  if (r.spec.contains("callback")) play(e, r.spec["callback"], thread);
  e.history.push({{"event", "callback-end"}, {"thread", thread}, {"object", r.name}});
  e.callbacks.fetch_and(~(1U << slot));
}

/// Nothing was recorded for a while.
void rest(const execution& e) {
  for (auto before = e.history.size();; before = e.history.size()) {
    Sleep(patience_ms);
    if (e.history.size() == before || e.history.full()) return;
  }
}

DWORD WINAPI run_client(LPVOID argument) {
  auto& c = *static_cast<client*>(argument);
  auto& e = *c.in;
  std::minstd_rand random(e.seed * 31 + static_cast<unsigned>(c.number));
  for (auto n = random() % 400; n > 0; --n) YieldProcessor();
  play(e, e.program["threads"][static_cast<std::size_t>(c.number)], c.number);
  c.over = true;
  return 0;
}

/// Whether a wait or registration with a timeout may still fire again and again.
bool repeats_in_time(const execution& e) {
  for (const auto& [name, o] : e.objects) {
    if (o.spec["kind"] == "registration" && o.spec.contains("timeout_ms") && !o.spec.contains("once")) return true;
  }
  return false;
}

void make_objects(execution& e) {
  for (const auto& spec : e.program["objects"]) {
    auto& o = e.objects[spec["name"]];
    o.in = &e;
    o.name = spec["name"];
    o.spec = spec;
    const std::string kind = spec["kind"];
    if (kind == "manual-reset-event" || kind == "auto-reset-event") {
      o.handle = CreateEventW(nullptr, kind[0] == 'm', spec.contains("set"), nullptr);
    } else if (kind == "duplicate") {
      DuplicateHandle(GetCurrentProcess(), e.objects.at(spec["of"]).handle, GetCurrentProcess(), &o.handle, 0, FALSE,
                      DUPLICATE_SAME_ACCESS);
    } else {
      o.waited = e.objects.at(spec["of"]).handle;
    }
  }
}

/// Why Win32 has no such program, or nothing: its registrations cannot be unregistered twice, or at all times.
std::string not_applicable(const json& program) {
  static const std::string known =
      " set reset pulse close wait wait_any wait_all signal_and_wait register_wait unregister unregister_blocking ";
  std::map<std::string, int> registered;
  std::map<std::string, int> unregistered;
  std::string why;
  const auto look = [&](const json& calls, bool again) {
    for (const auto& c : calls) {
      const std::string op = c["op"];
      if (known.find(' ' + op + ' ') == std::string::npos) why = "operation " + op;
      if (op == "register_wait" && ++registered[c["objects"][0]] > 1) why = "registered twice";
      if (!op.starts_with("unregister")) continue;
      if (++unregistered[c["objects"][0]] > 1 || again) why = "unregistered twice";
    }
  };
  for (const auto& t : program["threads"]) look(t, false);
  for (const auto& o : program["objects"]) {
    if (o.contains("callback")) look(o["callback"], !o.contains("once"));
    const std::string kind = o["kind"];
    if (kind != "manual-reset-event" && kind != "auto-reset-event" && kind != "duplicate" && kind != "registration") {
      why = "objects of kind " + kind;
    }
  }
  return why;
}

/// Half of the executions, by seed, start their threads one after the other: each when the ones before it sleep.
/// Sets `stuck` when a call never ended: what Windows shares among registrations may then be stuck as well.
std::string run(const json& program, unsigned seed, bool interrupts, bool& stuck) {
  auto& e = *new execution;
  e.program = program;
  e.seed = seed;
  e.interrupts = interrupts;
  make_objects(e);
  const bool in_turn = interrupts || seed % 2 == 0;
  for (const auto& calls : program["threads"]) {
    if (in_turn && e.client_count > 0) {
      rest(e);
      e.history.push({{"event", "quiescent"}});
    }
    auto& c = e.clients[e.client_count];
    c.in = &e;
    c.number = static_cast<int>(e.client_count++);
    c.thread = CreateThread(nullptr, 0, run_client, &c, calls.empty() ? 0 : CREATE_SUSPENDED, nullptr);
    ResumeThread(c.thread);
  }
  rest(e);
  if (!repeats_in_time(e)) e.history.push({{"event", "quiescent"}, {"final", true}});
  if (e.history.full()) return {};
  stuck = e.pending > 0;
  auto text = e.history.text();
  for (std::size_t i = 0; i < e.client_count; ++i) {
    if (!e.clients[i].over) TerminateThread(e.clients[i].thread, 1);
  }
  return text;
}

std::string wine_version() {
  using get_version = const char* (*)();
  const auto entry = GetProcAddress(GetModuleHandleA("ntdll.dll"), "wine_get_version");
  return entry == nullptr ? "Windows" : reinterpret_cast<get_version>(reinterpret_cast<void*>(entry))();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("driver.exe RUNS INTERRUPTED DATE PROGRAMS\n", stderr);
    return 2;
  }
  const auto runs = static_cast<unsigned>(std::stoul(argv[1]));
  const auto all_runs = runs + static_cast<unsigned>(std::stoul(argv[2]));
  std::ifstream programs(argv[4]);
  for (std::string line; std::getline(programs, line);) {
    const auto program = json::parse(line);
    if (const auto why = not_applicable(program); !why.empty()) {
      std::fprintf(stderr, "%s: not applicable: %s\n", program["name"].get<std::string>().c_str(), why.c_str());
      continue;
    }
    json header = {{"selvage_trace", 1},
                   {"subject", "wine"},
                   {"version", wine_version()},
                   {"description", "Win32 events, waits and registered waits"},
                   {"date", argv[3]},
                   {"profile", "win32"},
                   {"program", program["name"]},
                   {"threads", program["threads"].size()}};
    header["objects"] = json::array();
    for (const auto& o : program["objects"]) header["objects"].push_back(o["text"]);
    std::printf("%s\n", header.dump().c_str());
    const bool registers = line.find("register_wait") != std::string::npos;
    bool stuck = false;
    for (unsigned i = 0; i < all_runs && !(stuck && registers); ++i) {
      if (i > 0) std::printf("{\"event\":\"execution\"}\n");
      std::fputs(run(program, i, i >= runs, stuck).c_str(), stdout);
      std::fflush(stdout);
    }
  }
  std::fflush(stdout);
  ExitProcess(0);
}
