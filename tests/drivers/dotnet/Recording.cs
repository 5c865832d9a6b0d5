using System.Text;
using System.Threading;

/// One execution's history (docs/trace.md): threads take numbers from one counter and write each into a slot of its own.
public sealed class Recording {
  const int Capacity = 600;
  readonly string[] events = new string[Capacity];
  int next;

  public int Size { get { return Volatile.Read(ref next); } }
  public bool Full { get { return Size > Capacity; } }

  /// `fields` is the inside of a JSON object. Events beyond the capacity are dropped, and Full from then on.
  public void Push(string fields) {
    var at = Interlocked.Increment(ref next) - 1;
    if (at < Capacity) Volatile.Write(ref events[at], fields);
  }

  /// The events in the order of their numbers, one a line.
  public string Text() {
    var made = new StringBuilder();
    for (var i = 0; i < Size; ++i) {
      string fields;
      while ((fields = Volatile.Read(ref events[i])) == null) Thread.Yield();
      made.Append('{').Append(fields).Append("}\n");
    }
    return made.ToString();
  }
}
