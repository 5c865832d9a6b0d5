using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

/// An operation whose result is a task: Begin makes a TaskCompletionSource, End takes the task's value.
public sealed class TaskOperation {
  readonly Execution execution;
  readonly Item item;
  readonly object gate = new object();
  TaskCompletionSource<int> source;

  public TaskOperation(Execution execution, Item item) {
    this.execution = execution;
    this.item = item;
    if (item.Spec.ContainsKey("begun")) Begin();
  }

  /// The value that a completion by this thread has.
  static int Value { get { return Execution.Current + 1; } }

  IAsyncResult Result {
    get {
      if (source == null) throw new InvalidOperationException();
      return source.Task;
    }
  }

  void Begin() {
    lock (gate) {
      if (source != null) throw new InvalidOperationException();
      source = new TaskCompletionSource<int>(this);
    }
    if (item.Spec.ContainsKey("synchronous")) Complete();
    if (!item.Spec.ContainsKey("silent")) {
      source.Task.ContinueWith(t => execution.CallBack(item, false), TaskScheduler.Default);
    }
  }

  void Complete() {
    if (source == null) throw new InvalidOperationException();
    if (item.Spec.ContainsKey("failing")) {
      source.SetException(new FormatException());
    } else {
      source.SetResult(Value);
    }
  }

  public static bool Has(string op) {
    return new HashSet<string> { "begin", "complete", "end", "is_completed", "completed_synchronously", "wait_handle",
                                 "close_handle" }.Contains(op);
  }

  /// The result as a recording has it.
  public string Invoke(string op, int timeout) {
    switch (op) {
      case "begin":
        Begin();
        break;
      case "complete":
        Complete();
        break;
      case "end":
        if (source == null) throw new ArgumentException();
        return ((Task<int>)Result).GetAwaiter().GetResult().ToString();
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
