using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

/// Reads one JSON text: objects are dictionaries, arrays lists, numbers ints.
public sealed class Json {
  readonly string text;
  int at;

  Json(string text) { this.text = text; }

  public static Dictionary<string, object> Read(string text) {
    return (Dictionary<string, object>)new Json(text).Value();
  }

  char Next() {
    while (char.IsWhiteSpace(text[at])) ++at;
    return text[at];
  }

  void Skip(char wanted) {
    if (Next() != wanted) throw new FormatException("no '" + wanted + "' at " + at);
    ++at;
  }

  object Value() {
    switch (Next()) {
      case '{':
        return Object();
      case '[':
        return Array();
      case '"':
        return String();
      default:
        return Word();
    }
  }

  object Object() {
    var all = new Dictionary<string, object>();
    for (Skip('{'); Next() != '}';) {
      if (all.Count > 0) Skip(',');
      Next();
      var key = String();
      Skip(':');
      all[key] = Value();
    }
    ++at;
    return all;
  }

  object Array() {
    var all = new List<object>();
    for (Skip('['); Next() != ']';) {
      if (all.Count > 0) Skip(',');
      all.Add(Value());
    }
    ++at;
    return all;
  }

  string String() {
    var made = new StringBuilder();
    for (Skip('"'); text[at] != '"'; ++at) {
      if (text[at] == '\\' && text[++at] == 'n') {
        made.Append('\n');
      } else {
        made.Append(text[at]);
      }
    }
    ++at;
    return made.ToString();
  }

  object Word() {
    var start = at;
    while (at < text.Length && ",]} \t".IndexOf(text[at]) < 0) ++at;
    var word = text.Substring(start, at - start);
    if (word == "true") return true;
    if (word == "false" || word == "null") return false;
    return int.Parse(word, CultureInfo.InvariantCulture);
  }
}
