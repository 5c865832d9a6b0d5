// Runs programs (`selvage trace program`) on what .NET has for them, with real threads, and writes what happened as a
// recording (docs/trace.md).
//
//   mcs -out:driver.exe *.cs
//   mono driver.exe RUNS DATE RUNTIME VERSION PROFILE RESULTS PROGRAMS   >RECORDING
//
// RESULTS says what is behind an asynchronous result: task, delegate, stream, one-stream (for all of a program) or file. The other objects of programs are
// run beside tasks alone.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Threading;

/// One run of one program.
public sealed class Execution {
  /// How long nothing must have happened, with every thread of the process asleep, until those that are inside a call
  /// count as asleep for good.
  const int Patience = 250;
  const int FirstCallbackThread = 4;

  /// The number that this thread has in the history, plus one; 0 for a thread of the runtime's own.
  [ThreadStatic]
  static int known;

  public static int Current { get { return known - 1; } }

  public readonly Recording History = new Recording();
  public readonly Dictionary<string, Item> Items = new Dictionary<string, Item>();
  readonly Dictionary<string, object> program;
  readonly int seed;
  public readonly string Results;
  public readonly GatedStream Stream = new GatedStream();
  int callbacks;
  int pending;

  Execution(Dictionary<string, object> program, int seed, string results) {
    this.program = program;
    this.seed = seed;
    Results = results;
    foreach (Dictionary<string, object> spec in (List<object>)program["objects"]) {
      Items[(string)spec["name"]] = new Item(this, spec);
    }
  }

  void Play(List<object> calls, int thread) {
    known = thread + 1;
    foreach (Dictionary<string, object> call in calls) {
      var made = new StringBuilder("\"event\":\"call\",\"thread\":" + thread + ",\"op\":\"" + call["op"] + "\",\"objects\":[");
      var names = (List<object>)call["objects"];
      for (var i = 0; i < names.Count; ++i) made.Append(i > 0 ? "," : "").Append('"').Append(names[i]).Append('"');
      made.Append(']');
      if (call.ContainsKey("timeout_ms")) made.Append(",\"timeout_ms\":").Append(call["timeout_ms"]);
      History.Push(made.ToString());
      Interlocked.Increment(ref pending);
      var result = Operations.Invoke(this, call);
      Interlocked.Decrement(ref pending);
      History.Push("\"event\":\"return\",\"thread\":" + thread + ",\"result\":" + result);
    }
  }

  /// What stands behind the object was released by this thread.
  public void Released(string name) {
    History.Push("\"event\":\"released\",\"object\":\"" + name + '"' + (known > 0 ? ",\"thread\":" + Current : ""));
  }

  /// The cause is null for the one that needs no word.
  public void CallBack(Item r, string cause) {
    if (History.Full) return;
    var slot = 0;
    for (;; slot = 1 - slot) {
      var seen = Volatile.Read(ref callbacks);
      if ((seen >> slot & 1) == 0 && Interlocked.CompareExchange(ref callbacks, seen | 1 << slot, seen) == seen) break;
      Thread.Yield();
    }
    var outer = known;
    known = FirstCallbackThread + slot + 1;
    var who = ",\"thread\":" + Current + ",\"object\":\"" + r.Name + '"';
    History.Push("\"event\":\"callback-begin\"" + who + (cause != null ? ",\"cause\":\"" + cause + '"' : ""));
    if (r.Spec.ContainsKey("callback")) Play((List<object>)r.Spec["callback"], FirstCallbackThread + slot);
    History.Push("\"event\":\"callback-end\"" + who);
    known = outer;
    for (;;) {
      var seen = Volatile.Read(ref callbacks);
      if (Interlocked.CompareExchange(ref callbacks, seen & ~(1 << slot), seen) == seen) break;
    }
  }

  /// Whether every thread of the process but the first, which asks, sleeps in the kernel.
  static bool OthersSleep() {
    var first = Process.GetCurrentProcess().Id.ToString();
    foreach (var thread in Directory.GetDirectories("/proc/self/task")) {
      if (Path.GetFileName(thread) == first) continue;
      try {
        var state = File.ReadAllText(thread + "/stat");
        if (state[state.LastIndexOf(')') + 2] != 'S') return false;
      } catch (IOException) {
        // The thread is over.
      }
    }
    return true;
  }

  /// Nothing was recorded for a while, and nothing runs.
  void Rest() {
    const int sample = 10;
    var before = -1;
    for (var calm = 0; calm < Patience && !History.Full; calm += sample) {
      Thread.Sleep(sample);
      if (History.Size == before && OthersSleep()) continue;
      before = History.Size;
      calm = 0;
    }
  }

  bool RepeatsInTime() {
    foreach (var i in Items.Values) {
      if ((string)i.Spec["kind"] == "registration" && i.Spec.ContainsKey("timeout_ms") && !i.Spec.ContainsKey("once")) {
        return true;
      }
    }
    return false;
  }

  /// Half of the executions, by seed, start their threads one after the other: each when the ones before it sleep.
  void Run() {
    var number = 0;
    foreach (List<object> calls in (List<object>)program["threads"]) {
      if (seed % 2 == 0 && number > 0) {
        Rest();
        History.Push("\"event\":\"quiescent\"");
      }
      var own = number++;
      var thread = new Thread(() => {
        Thread.SpinWait(new Random(seed * 31 + own).Next(400));
        Play(calls, own);
      });
      thread.IsBackground = true;
      thread.Start();
    }
    Rest();
    if (!RepeatsInTime()) History.Push("\"event\":\"quiescent\",\"final\":true");
  }

  /// Why the runtime has no such program, or null.
  static string NotApplicable(Dictionary<string, object> program, string runtime, string results) {
    var calls = new List<object>();
    foreach (List<object> t in (List<object>)program["threads"]) calls.AddRange(t);
    var hasResult = false;
    foreach (Dictionary<string, object> o in (List<object>)program["objects"]) {
      if (o.ContainsKey("callback")) calls.AddRange((List<object>)o["callback"]);
      var kind = (string)o["kind"];
      hasResult = hasResult || kind == "async-result";
      if (kind == "duplicate" || kind == "component-operation") return "objects of kind " + kind;
      if (kind == "async-disposable" && runtime != "mono") return "IAsyncDisposable";
      if (kind == "async-disposable" && o.ContainsKey("joining")) return "a repeated disposal that joins";
      var lacks = kind == "async-result" ? ResultOperation.Lacks(results, o) : null;
      if (lacks != null) return lacks;
    }
    if (!hasResult && results != "task") return "no asynchronous result";
    var registered = new HashSet<object>();
    foreach (Dictionary<string, object> c in calls) {
      var op = (string)c["op"];
      if (op == "register_wait" && !registered.Add(((List<object>)c["objects"])[0])) return "registered twice";
      if (op == "end" && ((List<object>)c["objects"]).Count > 1 && results == "task") return "an End with another's result";
      var known = Operations.Known.Contains(op) || ResultOperation.Has(op) || EventBased.Has(op) || Worker.Has(op) ||
                  Disposal.Has(op);
      if (!known || (op == "signal_and_wait" && runtime != "mono")) return "operation " + op;
    }
    return null;
  }

  static string Described(string runtime, string results) {
    switch (results) {
      case "delegate":
        return "BeginInvoke and EndInvoke of a delegate";
      case "stream":
      case "one-stream":
        return "BeginRead and EndRead of Stream";
      case "file":
        return "BeginRead and EndRead of FileStream, on a named pipe";
      default:
        return "EventWaitHandle, SafeHandle, ThreadPool.RegisterWaitForSingleObject, Task as IAsyncResult, AsyncOperation, " +
               "BackgroundWorker" + (runtime == "mono" ? ", IAsyncDisposable" : "");
    }
  }

  public static int Main(string[] arguments) {
    if (arguments.Length != 7) {
      Console.Error.WriteLine("driver.exe RUNS DATE RUNTIME VERSION PROFILE RESULTS PROGRAMS");
      return 2;
    }
    var runtime = arguments[2];
    var results = arguments[5];
    foreach (var line in File.ReadAllLines(arguments[6])) {
      var program = Json.Read(line);
      var why = NotApplicable(program, runtime, results);
      if (why != null) {
        Console.Error.WriteLine(program["name"] + ": not applicable: " + why);
        continue;
      }
      var objects = new StringBuilder();
      foreach (Dictionary<string, object> o in (List<object>)program["objects"]) {
        objects.Append(objects.Length > 0 ? "," : "").Append('"').Append(o["text"]).Append('"');
      }
      Console.Out.Write("{{\"selvage_trace\":1,\"subject\":\"{0}\",\"version\":\"{1}\",\"description\":\"{2}\"," +
                        "\"date\":\"{3}\",\"profile\":\"{4}\",\"program\":\"{5}\",\"threads\":{6},\"objects\":[{7}]}}\n",
                        results == "task" ? runtime : runtime + "-" + results, arguments[3], Described(runtime, results),
                        arguments[1], arguments[4], program["name"], ((List<object>)program["threads"]).Count, objects);
      var registers = line.Contains("register_wait");
      for (var i = 0; i < int.Parse(arguments[0]); ++i) {
        if (i > 0) Console.Out.Write("{\"event\":\"execution\"}\n");
        var e = new Execution(program, i, results);
        e.Run();
        if (!e.History.Full) Console.Out.Write(e.History.Text());
        // What .NET shares among registrations may be stuck with a call that never ends.
        if (Volatile.Read(ref e.pending) > 0 && registers) break;
      }
    }
    Console.Out.Flush();
    Environment.Exit(0);
    return 0;
  }
}
