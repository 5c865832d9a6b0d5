using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Win32.SafeHandles;

/// A safe handle whose release is recorded.
public sealed class RecordedHandle : System.Runtime.InteropServices.SafeHandle {
  readonly Execution execution;
  readonly string name;

  public RecordedHandle(Execution execution, string name, bool owns, bool valid) : base(IntPtr.Zero, owns) {
    this.execution = execution;
    this.name = name;
    SetHandle(new IntPtr(valid ? 42 : -1));
    GC.SuppressFinalize(this);
  }

  public override bool IsInvalid { get { return handle == new IntPtr(-1); } }

  protected override bool ReleaseHandle() {
    execution.Released(name);
    return true;
  }
}

/// The wait handle for which Unregister blocks.
public sealed class InvalidWaitHandle : WaitHandle {
  public InvalidWaitHandle() { this.SafeWaitHandle = new SafeWaitHandle(new IntPtr(-1), false); }
}

/// What a program's operations are in .NET.
public static class Operations {
  public static readonly HashSet<string> Known = new HashSet<string> {
    "set", "reset", "close", "wait", "wait_any", "wait_all", "signal_and_wait", "add_ref", "release", "dispose",
    "set_invalid", "is_closed", "register_wait", "unregister", "unregister_blocking"
  };

  /// The result as a recording has it.
  public static string Invoke(Execution e, Dictionary<string, object> call) {
    try {
      return Result(e, call);
    } catch (ObjectDisposedException) {
      return "\"object_disposed\"";
    } catch (InvalidOperationException) {
      return "\"invalid_operation\"";
    } catch (ArgumentException) {
      return "\"argument\"";
    } catch (Exception) {
      return "\"other_exception\"";
    }
  }

  public static string Satisfied(bool satisfied) { return satisfied ? "\"ok\"" : "\"timed_out\""; }
  public static string Truth(bool b) { return b ? "true" : "false"; }

  static string Result(Execution e, Dictionary<string, object> call) {
    var named = new List<Item>();
    foreach (string name in (List<object>)call["objects"]) named.Add(e.Items[name]);
    var timeout = call.ContainsKey("timeout_ms") ? (int)call["timeout_ms"] : Timeout.Infinite;
    var first = named.Count > 0 ? named[0] : null;
    var op = (string)call["op"];
    if (first != null) {
      if (first.Result != null) return first.Result.Invoke(op, timeout, named[named.Count - 1].Result);
      if (first.EventBased != null) return first.EventBased.Invoke(op);
      if (first.Worker != null) return first.Worker.Invoke(op);
      if (first.Disposal != null) return first.Disposal.Invoke(op);
    }
    switch (op) {
      case "set":
        first.Event.Set();
        break;
      case "reset":
        first.Event.Reset();
        break;
      case "close":
        first.Event.Close();
        break;
      case "wait":
        return Satisfied(first.Event.WaitOne(timeout));
      case "wait_any": {
        var index = WaitHandle.WaitAny(Events(named), timeout);
        return index == WaitHandle.WaitTimeout ? "\"timed_out\"" : index.ToString();
      }
      case "wait_all":
        return Satisfied(WaitHandle.WaitAll(Events(named), timeout));
      case "signal_and_wait":
        return Satisfied(WaitHandle.SignalAndWait(first.Event, named[1].Event, timeout, false));
      case "add_ref": {
        var added = false;
        first.Handle.DangerousAddRef(ref added);
        break;
      }
      case "release":
        first.Handle.DangerousRelease();
        break;
      case "dispose":
        first.Handle.Dispose();
        break;
      case "set_invalid":
        first.Handle.SetHandleAsInvalid();
        break;
      case "is_closed":
        return Truth(first.Handle.IsClosed);
      case "register_wait":
        first.Register();
        break;
      case "unregister":
        return Truth(first.Unregister(named.Count > 1 ? named[1].Event : null));
      case "unregister_blocking":
        return Truth(first.Unregister(new InvalidWaitHandle()));
    }
    return "\"ok\"";
  }

  static WaitHandle[] Events(List<Item> named) {
    var all = new WaitHandle[named.Count];
    for (var i = 0; i < all.Length; ++i) all[i] = named[i].Event;
    return all;
  }
}

/// One object of a program.
public sealed class Item {
  public readonly Dictionary<string, object> Spec;
  public readonly string Name;
  public EventWaitHandle Event;
  public RecordedHandle Handle;
  public ResultOperation Result;
  public EventBased EventBased;
  public Worker Worker;
  public Disposal Disposal;
  readonly Execution execution;
  RegisteredWaitHandle registered;

  public Item(Execution e, Dictionary<string, object> spec) {
    execution = e;
    Spec = spec;
    Name = (string)spec["name"];
    var kind = (string)spec["kind"];
    if (kind == "safe-handle") {
      Handle = new RecordedHandle(e, Name, !spec.ContainsKey("borrowed"), !spec.ContainsKey("invalid"));
    } else if (kind == "async-result") {
      Result = ResultOperation.Of(e.Results, e, this);
    } else if (kind == "async-operation") {
      EventBased = new EventBased(e, this);
    } else if (kind == "background-worker") {
      Worker = new Worker(e, this);
    } else if (kind == "async-disposable") {
      Disposal = new Disposal(e, this);
    } else if (kind == "registration") {
      Event = e.Items[(string)spec["of"]].Event;
    } else {
      Event = new EventWaitHandle(spec.ContainsKey("set"),
                                  kind[0] == 'm' ? EventResetMode.ManualReset : EventResetMode.AutoReset);
    }
  }

  public void Register() {
    var timeout = Spec.ContainsKey("timeout_ms") ? (int)Spec["timeout_ms"] : Timeout.Infinite;
    registered = ThreadPool.RegisterWaitForSingleObject(Event, (state, timedOut) => execution.CallBack(this, timedOut ? "timed_out" : null),
                                                        null, timeout, Spec.ContainsKey("once"));
  }

  public bool Unregister(WaitHandle completion) {
    var r = registered;
    if (r == null) throw new InvalidOperationException();
    return r.Unregister(completion);
  }
}
