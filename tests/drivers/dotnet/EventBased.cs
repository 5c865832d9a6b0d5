using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Threading;

/// A synchronization context that counts, says when an operation has completed, and runs what is posted as the object's
/// attributes say.
public sealed class RecordedContext : SynchronizationContext {
  readonly Execution execution;
  readonly Item item;
  readonly BlockingCollection<Action> loop;
  int outstanding;

  public RecordedContext(Execution execution, Item item) {
    this.execution = execution;
    this.item = item;
    if (!item.Spec.ContainsKey("loop")) return;
    loop = new BlockingCollection<Action>();
    var thread = new Thread(() => {
      foreach (var posted in loop.GetConsumingEnumerable()) posted();
    });
    thread.IsBackground = true;
    thread.Start();
  }

  public int Outstanding { get { return Volatile.Read(ref outstanding); } }

  public override SynchronizationContext CreateCopy() { return this; }
  public override void OperationStarted() { Interlocked.Increment(ref outstanding); }
  public override void OperationCompleted() {
    Interlocked.Decrement(ref outstanding);
    execution.Released(item.Name);
  }

  public override void Post(SendOrPostCallback posted, object state) {
    if (item.Spec.ContainsKey("throwing")) throw new NotSupportedException();
    if (item.Spec.ContainsKey("inline")) {
      posted(state);
    } else if (loop != null) {
      loop.Add(() => posted(state));
    } else {
      base.Post(posted, state);
    }
  }

  /// Runs `what` with this as the current context.
  public void Run(Action what) {
    var before = Current;
    SetSynchronizationContext(this);
    try {
      what();
    } finally {
      SetSynchronizationContext(before);
    }
  }
}

/// AsyncOperationManager and AsyncOperation. Who may start a second operation under one token is a component's to say;
/// here nobody may.
public sealed class EventBased {
  readonly Execution execution;
  readonly Item item;
  readonly RecordedContext context;
  readonly object gate = new object();
  AsyncOperation operation;

  public EventBased(Execution execution, Item item) {
    this.execution = execution;
    this.item = item;
    context = new RecordedContext(execution, item);
  }

  public static bool Has(string op) {
    return op == "create" || op == "post" || op == "post_completed" || op == "operation_completed" ||
           op == "post_nothing" || op == "complete_nothing" || op == "outstanding";
  }

  AsyncOperation Known {
    get {
      lock (gate) {
        if (operation == null) throw new InvalidOperationException();
        return operation;
      }
    }
  }

  public string Invoke(string op) {
    switch (op) {
      case "create":
        lock (gate) {
          if (operation != null) throw new ArgumentException();
          context.Run(() => operation = AsyncOperationManager.CreateOperation(this));
        }
        break;
      case "post":
        Known.Post(state => execution.CallBack(item, null), null);
        break;
      case "post_completed":
        Known.PostOperationCompleted(state => execution.CallBack(item, "completion"), null);
        break;
      case "operation_completed":
        Known.OperationCompleted();
        break;
      case "post_nothing":
        Known.Post(null, null);
        break;
      case "complete_nothing":
        Known.PostOperationCompleted(null, null);
        break;
      case "outstanding":
        return context.Outstanding.ToString();
    }
    return "\"ok\"";
  }
}

/// BackgroundWorker. The work reports once, then looks whether it was cancelled; that of a failing one throws then.
public sealed class Worker {
  readonly RecordedContext context;
  readonly BackgroundWorker worker = new BackgroundWorker();
  int retried;

  public Worker(Execution execution, Item item) {
    context = new RecordedContext(execution, item);
    worker.WorkerReportsProgress = true;
    worker.WorkerSupportsCancellation = !item.Spec.ContainsKey("uncancellable");
    worker.DoWork += (sender, work) => {
      worker.ReportProgress(50);
      work.Cancel = worker.CancellationPending;
      if (item.Spec.ContainsKey("failing")) throw new FormatException();
      work.Result = 1;
    };
    worker.ProgressChanged += (sender, progress) => execution.CallBack(item, null);
    worker.RunWorkerCompleted += (sender, ended) => execution.CallBack(item, Cause(ended));
  }

  public static bool Has(string op) {
    return op == "run_async" || op == "cancel_async" || op == "is_busy" || op == "retry";
  }

  /// By what becomes of the attempt to get the result.
  static string Cause(RunWorkerCompletedEventArgs ended) {
    try {
      return ended.Result == null ? "other_error" : "result";
    } catch (InvalidOperationException) {
      return "cancelled";
    } catch (FormatException) {
      return "error";
    } catch (Exception) {
      return "other_error";
    }
  }

  public string Invoke(string op) {
    switch (op) {
      case "run_async":
        context.Run(worker.RunWorkerAsync);
        break;
      case "cancel_async":
        worker.CancelAsync();
        break;
      case "is_busy":
        return Operations.Truth(worker.IsBusy);
      case "retry":
        if (Interlocked.Exchange(ref retried, 1) != 0) return "true";
        context.Run(worker.RunWorkerAsync);
        break;
    }
    return "\"ok\"";
  }
}
