using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

/// An operation with an IAsyncResult: its Begin, its completion and its End, whatever .NET has for it.
public abstract class ResultOperation {
  /// Milliseconds in which what is under way is over.
  const int Soon = 5000;

  protected readonly Execution execution;
  protected readonly Item item;
  readonly object gate = new object();
  bool begun;
  volatile IAsyncResult result;

  protected ResultOperation(Execution execution, Item item) {
    this.execution = execution;
    this.item = item;
  }

  /// The kinds that there are, and what of a program each lacks; null when it lacks nothing.
  public static string Lacks(string kind, Dictionary<string, object> spec) {
    if (kind == "task") return null;
    if (spec.ContainsKey("synchronous")) return "completion inside Begin";
    if (kind == "file" && spec.ContainsKey("failing")) return "a read that fails";
    return null;
  }

  public static ResultOperation Of(string kind, Execution e, Item item) {
    ResultOperation made;
    switch (kind) {
      case "delegate":
        made = new DelegateOperation(e, item);
        break;
      case "stream":
        made = new StreamOperation(e, item, new GatedStream());
        break;
      case "one-stream":
        made = new StreamOperation(e, item, e.Stream);
        break;
      case "file":
        made = new FileOperation(e, item);
        break;
      default:
        made = new TaskOperation(e, item);
        break;
    }
    if (item.Spec.ContainsKey("begun")) made.Begin();
    return made;
  }

  public static bool Has(string op) {
    return new HashSet<string> { "begin", "complete", "end", "is_completed", "completed_synchronously", "wait_handle",
                                 "close_handle" }.Contains(op);
  }

  /// The value that a completion by this thread has.
  protected static int Value { get { return Execution.Current + 1; } }
  protected bool Failing { get { return item.Spec.ContainsKey("failing"); } }

  /// Begins, once; the callback, when it is not null, is called with the result.
  protected abstract IAsyncResult BeginIt(AsyncCallback callback, object state);
  /// False when it has been completed before.
  protected abstract bool CompleteIt(int value);
  protected abstract int EndIt(IAsyncResult of);

  IAsyncResult Result {
    get {
      if (result == null) throw new InvalidOperationException();
      return result;
    }
  }

  void Begin() {
    lock (gate) {
      if (begun) throw new InvalidOperationException();
      begun = true;
    }
    AsyncCallback callback = null;
    if (!item.Spec.ContainsKey("silent")) callback = CallBack;
    result = BeginIt(callback, this);
  }

  /// A completion is over when the operation is completed, whichever thread does it.
  void Complete() {
    var own = Result;
    if (!CompleteIt(Value)) throw new InvalidOperationException();
    SpinWait.SpinUntil(() => own.IsCompleted, Soon);
  }

  /// Begin may not have returned yet, so that nobody can tell yet whether this is its result.
  void CallBack(IAsyncResult called) {
    SpinWait.SpinUntil(() => result != null, Soon);
    execution.CallBack(item, !ReferenceEquals(called, result) ? "another_result"
                             : !ReferenceEquals(called.AsyncState, this) ? "another_state"
                                                                         : null);
  }

  /// The result as a recording has it. `of` is the operation with whose result an End is to end this one.
  public string Invoke(string op, int timeout, ResultOperation of) {
    switch (op) {
      case "begin":
        Begin();
        break;
      case "complete":
        Complete();
        break;
      case "end":
        if (of.result == null) throw new ArgumentException();
        return EndIt(of.result).ToString();
      case "is_completed":
        return Operations.Truth(Result.IsCompleted);
      case "completed_synchronously":
        return Operations.Truth(Result.CompletedSynchronously);
      case "wait_handle":
        return Operations.Satisfied(Result.AsyncWaitHandle.WaitOne(timeout));
      case "close_handle":
        Result.AsyncWaitHandle.Close();
        break;
    }
    return "\"ok\"";
  }
}

/// The result is a task: Begin makes a TaskCompletionSource, End takes the task's value.
public sealed class TaskOperation : ResultOperation {
  TaskCompletionSource<int> source;

  public TaskOperation(Execution execution, Item item) : base(execution, item) {}

  protected override IAsyncResult BeginIt(AsyncCallback callback, object state) {
    source = new TaskCompletionSource<int>(state);
    if (item.Spec.ContainsKey("synchronous")) CompleteIt(Value);
    if (callback != null) source.Task.ContinueWith(t => callback(t), TaskScheduler.Default);
    return source.Task;
  }

  /// What the source throws when it was completed before comes out.
  protected override bool CompleteIt(int value) {
    if (Failing) {
      source.SetException(new FormatException());
    } else {
      source.SetResult(value);
    }
    return true;
  }

  protected override int EndIt(IAsyncResult of) { return ((Task<int>)of).GetAwaiter().GetResult(); }
}

/// What a delegate or a stream waits for, and what it then returns or throws.
public sealed class Gate {
  readonly ManualResetEvent opened = new ManualResetEvent(false);
  int taken;
  int value;

  public bool Open(int with) {
    if (Interlocked.Exchange(ref taken, 1) != 0) return false;
    value = with;
    opened.Set();
    return true;
  }

  public int Pass(bool failing) {
    opened.WaitOne();
    if (failing) throw new FormatException();
    return value;
  }
}

/// BeginInvoke and EndInvoke of a delegate.
public sealed class DelegateOperation : ResultOperation {
  readonly Gate gate = new Gate();
  readonly Func<bool, int> work;

  public DelegateOperation(Execution execution, Item item) : base(execution, item) { work = gate.Pass; }

  protected override IAsyncResult BeginIt(AsyncCallback callback, object state) {
    return work.BeginInvoke(Failing, callback, state);
  }
  protected override bool CompleteIt(int value) { return gate.Open(value); }
  protected override int EndIt(IAsyncResult of) { return work.EndInvoke(of); }
}
